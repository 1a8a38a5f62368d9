import {Args, Flags} from '@oclif/core'
import {dialectFlag, readDialect} from '../../lib/cli/dialect-flag.js'
import {evidenceFlags} from '../../lib/cli/evidence-flags.js'
import {resultFlags} from '../../lib/cli/global-flags.js'
import {httpFlag, insideTunnels, readHttp, spokenHere} from '../../lib/cli/http-flag.js'
import type {InterruptGuard} from '../../lib/cli/interrupt.js'
import {ipAimFlags, readIpAim} from '../../lib/cli/ip-aim-flags.js'
import {count} from '../../lib/cli/parsers.js'
import {reachFlags, readHeaders, readReach} from '../../lib/cli/reach-flags.js'
import {readScope} from '../../lib/cli/scope-flags.js'
import {readSeries, seriesFlags} from '../../lib/cli/series-flags.js'
import {readVia, viaFlags} from '../../lib/cli/via-flag.js'
import {MasqueCommand} from '../../masque-command.js'

export default class ProbeIp extends MasqueCommand {
  static override summary = 'What is an IP tunnel through PROXY: addresses, routes, and what it carries?'
  static override description = `Opens CONNECT-IP tunnels (RFC 9484), and says which addresses and routes they have, who is seen behind them, and what they carry. Packets are made in user space: neither root nor a TUN device is needed.

Four answers are kept apart, for IPv4 and IPv6: reachable, accepted, carries up, carries down. A 200 proves nothing, and silence accuses nobody.

PROXY is a URI template, an authority (host[:port], with the default template), or the word self: the reference proxy with a small network behind it, started for this one run on loopback.

Packets go to a responder (masque serve responder) named by --responder, to a --target of your choice, and to nobody else. With self there is a responder, and echo.example and narrow.example are there to be targets.

Exit codes: 0 it carries both ways (over every version of HTTP that was asked for, or that the proxy offers), 2 wrong usage, 3 it does not or that could not be shown, 70 masque failed, 130 interrupted.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> self',
    '<%= config.bin %> <%= command.id %> self --target echo.example --tcp 80',
    '<%= config.bin %> <%= command.id %> proxy.example --target 192.0.2.53:53 --payload dns:example.com',
    '<%= config.bin %> <%= command.id %> proxy.example --scope-target 198.51.100.0/24 --responder 198.51.100.7:4433 --responder-key key.txt',
    '<%= config.bin %> <%= command.id %> self --pcap run.pcapng --json',
  ]
  static override args = {
    proxy: Args.string({
      name: 'PROXY',
      required: true,
      description: 'URI template, host[:port], a profile of masque.toml, or self.',
    }),
  }
  static override flags = {
    ...ipAimFlags,
    ...resultFlags,
    ...evidenceFlags,
    ...reachFlags,
    ...viaFlags,
    ...dialectFlag,
    http: httpFlag(),
    sizes: Flags.boolean({
      allowNo: true,
      default: true,
      description: 'Look for the largest packet each way (with a responder only).',
      env: 'MASQUE_SIZES',
    }),
    'max-hops': count(
      'max-hops',
      0,
      64,
    )({default: 16, description: 'How far the way is followed; 0: not at all.', env: 'MASQUE_MAX_HOPS'}),
    sessions: count(
      'sessions',
      1,
      8,
    )({default: 2, description: 'How many sessions to open on one connection.', env: 'MASQUE_SESSIONS'}),
    reconnect: Flags.boolean({
      allowNo: true,
      default: true,
      description: 'Come back with a second connection: are the addresses the same?',
      env: 'MASQUE_RECONNECT',
    }),
    ...seriesFlags({interval: 0.1, things: 'datagrams, or echo requests'}),
  }

  protected async execute(guard: InterruptGuard): Promise<number> {
    const {args, flags} = await this.parse(ProbeIp)
    const [probe, {openPlatform}, {openRun}, {seedOf}, {readProxy}] = await Promise.all([
      import('../../lib/cli/probe-ip.js'),
      import('../../lib/cli/platform.js'),
      import('../../lib/cli/open-run.js'),
      import('../../lib/cli/run.js'),
      import('../../lib/cli/proxy-argument.js'),
    ])
    const seed = seedOf(flags)
    const proxy = readProxy(args.proxy, 'ip')
    const scope = readScope(flags, proxy)
    const scoped = Object.keys(scope).length > 0
    const {dialect, http} = readDialect(flags.dialect, {tunnel: 'ip', http: readHttp(flags.http), scoped})
    const [reach, headers, aim] = [
      await readReach(flags, dialect),
      await readHeaders(flags, `masque/${this.config.version}`),
      await readIpAim(flags, proxy.kind === 'self', seed),
    ]
    const via = readVia(flags)
    const platform = openPlatform(seed, http.versions)
    const words = {command: probe.COMMAND, argv: this.argv, seed, platform, guard}
    const run = await openRun(flags, words, {proxy, others: via.via?.proxies ?? [], reach, headers, aim})
    return probe.runProbeIp({
      ...run,
      ...readSeries(flags),
      proxy,
      ...via,
      reach,
      headers,
      aim,
      scope,
      http: spokenHere(insideTunnels(http, via), platform.missing),
      sizes: flags.sizes,
      maxHops: flags['max-hops'],
      sessions: flags.sessions,
      reconnect: flags.reconnect,
    })
  }
}
