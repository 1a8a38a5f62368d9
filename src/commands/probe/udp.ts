import {Args, Flags} from '@oclif/core'
import {aimFlags, readAim} from '../../lib/cli/aim-flags.js'
import {dialectFlag, readDialect} from '../../lib/cli/dialect-flag.js'
import {evidenceFlags} from '../../lib/cli/evidence-flags.js'
import {resultFlags} from '../../lib/cli/global-flags.js'
import {httpFlag, insideTunnels, mayBeClear, readHttp, spokenHere} from '../../lib/cli/http-flag.js'
import {reachFlags, readHeaders, readReach} from '../../lib/cli/reach-flags.js'
import type {InterruptGuard} from '../../lib/cli/interrupt.js'
import {readSeries, seriesFlags} from '../../lib/cli/series-flags.js'
import {readVia, viaFlags} from '../../lib/cli/via-flag.js'
import {MasqueCommand} from '../../masque-command.js'

export default class ProbeUdp extends MasqueCommand {
  static override summary = 'Does a UDP tunnel through PROXY carry datagrams, and how well?'
  static override description = `Opens CONNECT-UDP tunnels (RFC 9298) over HTTP/3, HTTP/2 and HTTP/1.1, sends datagrams through them and says what it saw.

Four answers are kept apart: reachable, accepted, carries up, carries down. A 200 proves nothing.

PROXY is a URI template, an authority (host[:port], with the default template), or the word self: the reference proxy, started for this one run on loopback.

Datagrams go to a responder (masque serve responder) named by --responder, to a target of your choice with a payload it understands (--target, --payload), or, for a proxy on this host, to a responder in this process.

Exit codes: 0 it carries both ways (over every version of HTTP that was asked for, or that the proxy offers), 2 wrong usage, 3 it does not or that could not be shown, 70 masque failed, 130 interrupted.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> self',
    '<%= config.bin %> <%= command.id %> localhost:4443 --cacert ca.pem',
    '<%= config.bin %> <%= command.id %> proxy.example --target 192.0.2.53:53 --payload dns:example.com',
    '<%= config.bin %> <%= command.id %> self --pcap run.pcapng --save run.jsonl',
    "<%= config.bin %> <%= command.id %> 'https://proxy.example/masque{?target_host,target_port}' --responder 198.51.100.7:4433 --responder-key key.txt --json",
  ]
  static override args = {
    proxy: Args.string({
      name: 'PROXY',
      required: true,
      description: 'URI template, host[:port], a profile of masque.toml, or self.',
    }),
  }
  static override flags = {
    ...aimFlags,
    ...resultFlags,
    ...evidenceFlags,
    ...reachFlags,
    ...viaFlags,
    ...dialectFlag,
    http: httpFlag(),
    'alt-svc': Flags.boolean({
      description: 'Go to HTTP/3 where the answers over other versions say that it is (Alt-Svc), too.',
      env: 'MASQUE_ALT_SVC',
    }),
    sizes: Flags.boolean({
      allowNo: true,
      default: true,
      description: 'Look for the largest payload each way (with a responder only).',
      env: 'MASQUE_SIZES',
    }),
    ...seriesFlags({interval: 0.1}),
  }

  protected async execute(guard: InterruptGuard): Promise<number> {
    const {args, flags} = await this.parse(ProbeUdp)
    const [probe, {openPlatform}, {openRun}, {seedOf}, {readProxy}] = await Promise.all([
      import('../../lib/cli/probe-udp.js'),
      import('../../lib/cli/platform.js'),
      import('../../lib/cli/open-run.js'),
      import('../../lib/cli/run.js'),
      import('../../lib/cli/proxy-argument.js'),
    ])
    const seed = seedOf(flags)
    const {dialect, http} = readDialect(flags.dialect, {tunnel: 'udp', http: readHttp(flags.http)})
    const proxy = readProxy(args.proxy, 'udp', mayBeClear(http))
    const [reach, headers, aim] = [
      await readReach(flags, dialect),
      await readHeaders(flags, `masque/${this.config.version}`),
      await readAim(flags, seed),
    ]
    const via = readVia(flags)
    const platform = openPlatform(seed, http.versions)
    const words = {command: probe.COMMAND, argv: this.argv, seed, platform, guard}
    const run = await openRun(flags, words, {proxy, others: via.via?.proxies ?? [], reach, headers, aim})
    return probe.runProbeUdp({
      ...run,
      ...readSeries(flags),
      proxy,
      ...via,
      reach,
      headers,
      aim,
      http: spokenHere(insideTunnels(http, via), platform.missing),
      altSvc: flags['alt-svc'],
      sizes: flags.sizes,
    })
  }
}
