import {Args, Flags} from '@oclif/core'
import {aimFlags, readAim} from '../../lib/cli/aim-flags.js'
import {evidenceFlags} from '../../lib/cli/evidence-flags.js'
import {resultFlags} from '../../lib/cli/global-flags.js'
import {reachFlags, readHeaders, readReach} from '../../lib/cli/reach-flags.js'
import type {InterruptGuard} from '../../lib/cli/interrupt.js'
import {readSeries, seriesFlags} from '../../lib/cli/series-flags.js'
import {MasqueCommand} from '../../masque-command.js'

export default class ProbeWebTransport extends MasqueCommand {
  static override summary = 'Do WebTransport sessions and MASQUE tunnels live side by side on one server?'
  static override description = `Opens UDP tunnels (RFC 9298) and WebTransport sessions to the same authority: each without the other, then both at once, then each alone again. Compares their datagram size, round trip and loss. Sessions need a path whose other end echoes datagrams: --webtransport-path.

Sessions are those of the optional package @fails-components/webtransport: over HTTP/2, and over HTTP/3 where its native part is installed. PROXY is a URI template, an authority (host[:port]), or the word self: the reference proxy, which offers no WebTransport.

Exit codes: 0 side by side, 2 wrong usage, 3 not so, not offered, or it could not be shown, 70 masque failed, 130 interrupted.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> proxy.example --webtransport-path /echo --responder 198.51.100.7:4433 --responder-key key.txt',
    '<%= config.bin %> <%= command.id %> self',
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
    http: Flags.option({
      options: ['3', '2'] as const,
      description: 'Version of HTTP of the tunnels; sessions use it too, if the library can.',
      env: 'MASQUE_HTTP',
    })({default: '2'}),
    'webtransport-path': Flags.string({
      helpValue: 'PATH',
      description: 'Where sessions are to be had, and datagrams are echoed.',
      env: 'MASQUE_WEBTRANSPORT_PATH',
      default: '/',
    }),
    ...seriesFlags({interval: 0.02, datagrams: 'How datagrams travel in the tunnels.'}),
  }

  protected async execute(guard: InterruptGuard): Promise<number> {
    const {args, flags} = await this.parse(ProbeWebTransport)
    const [probe, {needEngine, openPlatform}, {openRun}, {seedOf}, {readProxy}] = await Promise.all([
      import('../../lib/cli/probe-webtransport.js'),
      import('../../lib/cli/platform.js'),
      import('../../lib/cli/open-run.js'),
      import('../../lib/cli/run.js'),
      import('../../lib/cli/proxy-argument.js'),
    ])
    const seed = seedOf(flags)
    const proxy = readProxy(args.proxy)
    const sessionPath = probe.readSessionPath(flags['webtransport-path'])
    const [reach, headers, aim] = [
      await readReach(flags),
      await readHeaders(flags, `masque/${this.config.version}`),
      await readAim(flags, seed),
    ]
    const platform = openPlatform(seed, [flags.http])
    if (flags.http === '3') needEngine(platform)
    const words = {command: probe.COMMAND, argv: this.argv, seed, platform, guard}
    const run = await openRun(flags, words, {proxy, reach, headers, aim})
    return probe.runProbeWebTransport({
      ...run,
      ...readSeries(flags),
      proxy,
      sessionPath,
      reach,
      headers,
      aim,
      http: {versions: [flags.http], named: true},
      sizes: true,
    })
  }
}
