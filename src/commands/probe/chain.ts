import {Args, Flags} from '@oclif/core'
import {aimFlags, readAim} from '../../lib/cli/aim-flags.js'
import {evidenceFlags} from '../../lib/cli/evidence-flags.js'
import {resultFlags} from '../../lib/cli/global-flags.js'
import {readHttp} from '../../lib/cli/http-flag.js'
import {reachFlags, readHeaders, readReach} from '../../lib/cli/reach-flags.js'
import type {InterruptGuard} from '../../lib/cli/interrupt.js'
import {readSeries, seriesFlags} from '../../lib/cli/series-flags.js'
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
    ...seriesFlags({
      interval: 0.02,
      datagrams: 'How datagrams to the responder travel; on the way, frames where QUIC fits into them.',
    }),
  }

  protected async execute(guard: InterruptGuard): Promise<number> {
    const {argv, flags} = await this.parse(ProbeChain)
    const [chain, {needEngine, openPlatform}, {openRun}, {seedOf}] = await Promise.all([
      import('../../lib/cli/probe-chain.js'),
      import('../../lib/cli/platform.js'),
      import('../../lib/cli/open-run.js'),
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
    const platform = openPlatform(seed)
    if (others.length > 0) needEngine(platform)
    const words = {command: chain.COMMAND, argv: this.argv, seed, platform, guard}
    const run = await openRun(flags, words, {proxy, others, reach, headers, aim})
    return chain.runProbeChain({
      ...run,
      ...readSeries(flags),
      proxies,
      reach,
      headers,
      aim,
      http: readHttp(flags.http),
      sizes: true,
    })
  }
}
