import {Args, Flags} from '@oclif/core'
import {dialectFlag, readDialect} from '../../lib/cli/dialect-flag.js'
import {evidenceFlags} from '../../lib/cli/evidence-flags.js'
import {httpFlag, insideTunnels, mayBeClear, readHttp, spokenHere} from '../../lib/cli/http-flag.js'
import type {InterruptGuard} from '../../lib/cli/interrupt.js'
import {count, seconds} from '../../lib/cli/parsers.js'
import type {OpenedPlatform} from '../../lib/cli/platform.js'
import {reachFlags, readHeaders, readReach} from '../../lib/cli/reach-flags.js'
import {readVia, viaFlags} from '../../lib/cli/via-flag.js'
import {MasqueCommand} from '../../masque-command.js'

export default class ForwardUdp extends MasqueCommand {
  static override summary = 'Carry a local UDP port through PROXY to a target, for any program.'
  static override description = `Whatever is sent to --listen goes through a CONNECT-UDP tunnel (RFC 9298) to --target, and what the target answers comes back. Each local address and port has a tunnel of its own, all of them on one connection, which is made again when it is lost.

Before it says that it listens, one tunnel is opened and closed: a proxy that cannot be reached, or refuses, ends the command.

Runs until it is interrupted. Exit codes: 0 stopped, 2 wrong usage, 3 no tunnel at the start, 70 masque failed.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> proxy.example --listen 127.0.0.1:5353 --target 192.0.2.53:53',
    '<%= config.bin %> <%= command.id %> proxy.example --listen 127.0.0.1:4433 --target www.example:443 --idle 300',
    '<%= config.bin %> <%= command.id %> inner.example --via outer.example --listen 127.0.0.1:5353 --target 192.0.2.53:53',
    '<%= config.bin %> <%= command.id %> self --listen 127.0.0.1:0 --target 127.0.0.1:7 --format jsonl',
  ]
  static override args = {
    proxy: Args.string({
      name: 'PROXY',
      required: true,
      description: 'URI template, host[:port], a profile of masque.toml, or self.',
    }),
  }
  static override flags = {
    listen: Flags.string({
      helpValue: 'ADDR:PORT',
      required: true,
      description: 'Where local programs send to; port 0 lets the system choose.',
      env: 'MASQUE_LISTEN',
    }),
    target: Flags.string({
      char: 't',
      helpValue: 'HOST:PORT',
      required: true,
      description: 'Where it goes, as the proxy finds it.',
      env: 'MASQUE_TARGET',
    }),
    idle: seconds(
      'idle',
      1,
      86_400,
    )({
      default: 120,
      description: 'A tunnel in which nothing passed for so long is closed.',
      env: 'MASQUE_IDLE',
    }),
    'max-peers': count(
      'max-peers',
      1,
      10_000,
    )({
      default: 256,
      description: 'Local addresses and ports at a time; more are ignored.',
      env: 'MASQUE_MAX_PEERS',
    }),
    ...reachFlags,
    ...viaFlags,
    ...dialectFlag,
    http: httpFlag({description: 'Version of HTTP; repeatable: the first that works. 3, 2, then 1.1 by default.'}),
    datagrams: Flags.option({
      options: ['auto', 'frames', 'capsules'] as const,
      description: 'How datagrams travel: QUIC DATAGRAM frames, DATAGRAM capsules, or as negotiated.',
      env: 'MASQUE_DATAGRAMS',
    })({default: 'auto'}),
    timeout: seconds(
      'timeout',
      0.05,
      600,
    )({
      char: 'w',
      default: 5,
      description: 'For each step to a tunnel.',
      env: 'MASQUE_TIMEOUT',
    }),
    pcap: evidenceFlags.pcap,
    keylog: evidenceFlags.keylog,
    qlog: evidenceFlags.qlog,
  }

  protected async execute(guard: InterruptGuard): Promise<number> {
    const {args, flags} = await this.parse(ForwardUdp)
    const [{runForwardUdp}, {openForward, readTarget}, {readProxy}] = await Promise.all([
      import('../../lib/cli/forward-udp.js'),
      import('../../lib/cli/forward.js'),
      import('../../lib/cli/proxy-argument.js'),
    ])
    const via = readVia(flags)
    const {dialect, http: wish} = readDialect(flags.dialect, {tunnel: 'udp', http: readHttp(flags.http)})
    const http = insideTunnels(wish, via)
    const proxy = readProxy(args.proxy, 'udp', mayBeClear(http))
    const target = readTarget(flags.target)
    const reach = await readReach(flags, dialect)
    const headers = await readHeaders(flags, `masque/${this.config.version}`)
    const suffices = ({missing}: OpenedPlatform): unknown => spokenHere(http, missing)
    const opened = await openForward(flags, 'forward udp', suffices, http.versions)
    return runForwardUdp({
      ...opened,
      proxy,
      ...via,
      target,
      reach,
      headers,
      dialect,
      http: spokenHere(http, opened.platform.missing).versions,
      listen: flags.listen,
      datagrams: flags.datagrams,
      idleMs: flags.idle * 1000,
      maxPeers: flags['max-peers'],
      timeoutMs: flags.timeout * 1000,
      signal: guard.signal,
    })
  }
}
