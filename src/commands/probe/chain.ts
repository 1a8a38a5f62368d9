import {Args, Flags} from '@oclif/core'
import {aimFlags, readAim} from '../../lib/cli/aim-flags.js'
import {evidenceFlags} from '../../lib/cli/evidence-flags.js'
import {resultFlags} from '../../lib/cli/global-flags.js'
import {readHttp} from '../../lib/cli/http-flag.js'
import {count, seconds} from '../../lib/cli/parsers.js'
import {reachFlags, readHeaders, readReach} from '../../lib/cli/reach-flags.js'
import type {InterruptGuard} from '../../lib/cli/interrupt.js'
import {verbosityOf} from '../../lib/cli/verbosity.js'
import {MasqueCommand} from '../../masque-command.js'

export default class ProbeChain extends MasqueCommand {
  static override summary = 'A tunnel inside a tunnel: does QUIC fit, and what does each proxy cost?'
  static override description = `Goes to each PROXY through all those before it, the first one met first: a QUIC connection inside the UDP tunnel of the one before (RFC 9298). At each it sends datagrams to the responder and tells the round trip it adds, the largest payload it leaves, how many small datagrams go there and back in a second, and whether QUIC (1200 octets) still fits.

The first PROXY is reached over HTTP/3, HTTP/2 or HTTP/1.1; behind it there is HTTP/3 only, as a UDP tunnel carries no TCP.

Each PROXY is a URI template, an authority (host[:port]), or the word self: the reference proxy, started for this one run on loopback.

Exit codes: 0 every one of them carries both ways, 2 wrong usage, 3 one does not or that could not be shown, 70 masque failed, 130 interrupted.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> self self self',
    '<%= config.bin %> <%= command.id %> a.example b.example --http 2 --responder 198.51.100.7:4433 --responder-key key.txt',
  ]
  static override strict = false
  static override args = {
    proxy: Args.string({
      name: 'PROXY',
      required: true,
      description: 'URI template, host[:port], a profile of masque.toml, or self; more may follow.',
    }),
  }
  static override flags = {
    ...aimFlags,
    ...resultFlags,
    ...evidenceFlags,
    ...reachFlags,
    http: Flags.option({
      options: ['3', '2', '1.1'] as const,
      multiple: true,
      description: 'Version of HTTP to the first PROXY; repeatable: the first that carries is taken.',
      env: 'MASQUE_HTTP',
    })(),
    datagrams: Flags.option({
      options: ['auto', 'frames', 'capsules'] as const,
      description: 'How datagrams to the responder travel; on the way, frames where QUIC fits into them.',
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
    const {argv, flags} = await this.parse(ProbeChain)
    const [chain, {needEngine, openPlatform}, {Reports}, {begin, openEvidence}, {redactorFor}, {seedOf, toolFacts}] =
      await Promise.all([
        import('../../lib/cli/probe-chain.js'),
        import('../../lib/cli/platform.js'),
        import('../../lib/cli/reports.js'),
        import('../../lib/cli/evidence.js'),
        import('../../lib/cli/redact.js'),
        import('../../lib/cli/run.js'),
      ])
    const seed = seedOf(flags)
    const proxies = chain.readProxies(argv as readonly string[])
    const [reach, headers, aim] = [
      await readReach(flags),
      await readHeaders(flags, `masque/${this.config.version}`),
      await readAim(flags, seed),
    ]
    const [proxy, ...others] = proxies
    const redact = redactorFor(flags, {proxy, others, reach, headers, aim})
    const platform = openPlatform(seed)
    if (others.length > 0) needEngine(platform)
    const verbosity = verbosityOf(flags, this.argv)
    const reports = await Reports.open({...flags, verbosity, redact}, () => {
      guard.interrupt('nobody reads the output any more')
    })
    const [tool, began] = [toolFacts(platform.engine), begin(platform.clock)]
    const evidence = await openEvidence({...flags, tool, command: chain.COMMAND, seed, began, redact})
    return chain.runProbeChain({
      proxies,
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
      http: readHttp(flags.http),
      datagrams: flags.datagrams,
      sizes: true,
      count: flags.count,
      intervalMs: flags.interval * 1000,
      timeoutMs: flags.timeout * 1000,
      wire: verbosity === 2,
      ...(flags.deadline !== undefined && {deadlineMs: flags.deadline * 1000}),
    })
  }
}
