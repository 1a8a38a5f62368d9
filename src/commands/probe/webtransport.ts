import {Args, Flags} from '@oclif/core'
import {aimFlags, readAim} from '../../lib/cli/aim-flags.js'
import {evidenceFlags} from '../../lib/cli/evidence-flags.js'
import {resultFlags} from '../../lib/cli/global-flags.js'
import {count, seconds} from '../../lib/cli/parsers.js'
import {reachFlags, readHeaders, readReach} from '../../lib/cli/reach-flags.js'
import type {InterruptGuard} from '../../lib/cli/interrupt.js'
import {verbosityOf} from '../../lib/cli/verbosity.js'
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
    datagrams: Flags.option({
      options: ['auto', 'frames', 'capsules'] as const,
      description: 'How datagrams travel in the tunnels.',
      env: 'MASQUE_DATAGRAMS',
    })({default: 'auto'}),
    count: count(
      'count',
      1,
      100_000,
    )({char: 'c', default: 10, description: 'How many datagrams.', env: 'MASQUE_COUNT'}),
    interval: seconds(
      'interval',
      0,
      3600,
    )({char: 'i', default: 0.02, description: 'Between two datagrams.', env: 'MASQUE_INTERVAL'}),
    timeout: seconds(
      'timeout',
      0.05,
      600,
    )({char: 'w', default: 5, description: 'For each phase.', env: 'MASQUE_TIMEOUT'}),
    deadline: seconds('deadline', 0.1, 86_400)({description: 'For the whole run.', env: 'MASQUE_DEADLINE'}),
  }

  protected async execute(guard: InterruptGuard): Promise<number> {
    const {args, flags} = await this.parse(ProbeWebTransport)
    const [probe, {needEngine, openPlatform}, {readProxy}, {Reports}, evidenceOf, {redactorFor}, {seedOf, toolFacts}] =
      await Promise.all([
        import('../../lib/cli/probe-webtransport.js'),
        import('../../lib/cli/platform.js'),
        import('../../lib/cli/proxy-argument.js'),
        import('../../lib/cli/reports.js'),
        import('../../lib/cli/evidence.js'),
        import('../../lib/cli/redact.js'),
        import('../../lib/cli/run.js'),
      ])
    const seed = seedOf(flags)
    const proxy = readProxy(args.proxy)
    const sessionPath = probe.readSessionPath(flags['webtransport-path'])
    const [reach, headers, aim] = [
      await readReach(flags),
      await readHeaders(flags, `masque/${this.config.version}`),
      await readAim(flags, seed),
    ]
    const redact = redactorFor(flags, {proxy, reach, headers, aim})
    const platform = openPlatform(seed)
    if (flags.http === '3') needEngine(platform)
    const verbosity = verbosityOf(flags, this.argv)
    const reports = await Reports.open({...flags, verbosity, redact}, () => {
      guard.interrupt('nobody reads the output any more')
    })
    const [tool, began] = [toolFacts(platform.engine), evidenceOf.begin(platform.clock)]
    const evidence = await evidenceOf.openEvidence({...flags, tool, command: probe.COMMAND, seed, began, redact})
    return probe.runProbeWebTransport({
      proxy,
      sessionPath,
      reach,
      headers,
      aim,
      platform,
      reports,
      evidence,
      began,
      seed,
      signal: guard.signal,
      tool,
      http: {versions: [flags.http], named: true},
      datagrams: flags.datagrams,
      sizes: true,
      count: flags.count,
      intervalMs: flags.interval * 1000,
      timeoutMs: flags.timeout * 1000,
      wire: false,
      ...(flags.deadline !== undefined && {deadlineMs: flags.deadline * 1000}),
    })
  }
}
