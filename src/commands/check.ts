import {Args, Flags} from '@oclif/core'
import {aimFlags} from '../lib/cli/aim-flags.js'
import {decisionFlags, selectionFlags} from '../lib/cli/check-flags.js'
import {dialectFlag, readDialect} from '../lib/cli/dialect-flag.js'
import {evidenceFlags} from '../lib/cli/evidence-flags.js'
import {resultFlags} from '../lib/cli/global-flags.js'
import {httpFlag, mayBeClear, readHttp, spokenHere} from '../lib/cli/http-flag.js'
import type {InterruptGuard} from '../lib/cli/interrupt.js'
import {count, seconds} from '../lib/cli/parsers.js'
import {reachFlags, readHeaders, readReach} from '../lib/cli/reach-flags.js'
import {MasqueCommand} from '../masque-command.js'

export default class Check extends MasqueCommand {
  static override summary = 'Does PROXY do what the RFCs ask? The conformance suite.'
  static override description = `Looks at every requirement that applies to this proxy, over HTTP/3, HTTP/2 and HTTP/1.1, and gives each a verdict with its evidence. masque explain ID says what is asked, why, what is sent and what counts as what.

What cannot be decided is never held against the proxy: silence is framed by controls, a failure is seen again on fresh tunnels (--confirm) before it is one, and what is not offered does not apply.

PROXY is a URI template, an authority (host[:port], with the default templates for UDP and IP), or the word self: the reference proxy, started for this one run on loopback.

Echoes come from a responder (masque serve responder) named by --responder, from a UDP echo service (--target), or, for a proxy on this host, from a responder in this process. Packets of IP tunnels go to --ip-target and --ip-responder only.

Exit codes: 0 all is met or does not apply, 1 at least one proven violation (--fail-on), 2 wrong usage, 3 something could not be decided, or nothing was tested, 70 masque failed, 130 interrupted.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> self',
    '<%= config.bin %> <%= command.id %> localhost:4443 --cacert ca.pem --report junit=junit.xml',
    '<%= config.bin %> <%= command.id %> localhost:4443 --only rfc9298/3.1 --http 3 --list',
    '<%= config.bin %> <%= command.id %> proxy.example --responder 198.51.100.7:4433 --responder-key key.txt --class safe,slow',
  ]
  static override args = {
    proxy: Args.string({
      name: 'PROXY',
      required: true,
      description: 'URI template, host[:port], a profile of masque.toml, or self.',
    }),
  }
  static override flags = {
    target: Flags.string({
      char: 't',
      helpValue: 'HOST:PORT',
      description: 'A UDP service that sends back what comes; or where the proxy finds the --responder.',
      env: 'MASQUE_TARGET',
      helpGroup: 'TARGET',
    }),
    responder: aimFlags.responder,
    'responder-key': aimFlags['responder-key'],
    'ip-target': Flags.string({
      multiple: true,
      helpValue: 'ADDR',
      description: 'A host that answers ICMP echo in IP tunnels, by address; once for each family.',
      env: 'MASQUE_IP_TARGET',
      helpGroup: 'TARGET',
    }),
    'ip-responder': Flags.string({
      multiple: true,
      helpValue: 'ADDR',
      description:
        'Where packets of IP tunnels find the responder, by address; once for each family. Its port is the same there.',
      env: 'MASQUE_IP_RESPONDER',
      helpGroup: 'TARGET',
    }),
    'ip-template': Flags.string({
      helpValue: 'TEMPLATE',
      description: 'Of IP tunnels (RFC 9484), if it is not the default one of the same host.',
      env: 'MASQUE_IP_TEMPLATE',
      helpGroup: 'TARGET',
    }),
    ...selectionFlags,
    ...decisionFlags,
    ...resultFlags,
    ...evidenceFlags,
    ...reachFlags,
    ...dialectFlag,
    http: httpFlag(),
    jobs: count(
      'jobs',
      1,
      64,
    )({default: 8, description: 'How many requirements are looked at side by side.', env: 'MASQUE_JOBS'}),
    rate: count(
      'rate',
      1,
      1000,
    )({default: 100, description: 'How many of them begin in a second, at most.', env: 'MASQUE_RATE'}),
    timeout: seconds(
      'timeout',
      0.05,
      600,
    )({char: 'w', default: 5, description: 'For each phase.', env: 'MASQUE_TIMEOUT'}),
    deadline: seconds('deadline', 0.1, 86_400)({description: 'For the whole run.', env: 'MASQUE_DEADLINE'}),
  }

  protected async execute(guard: InterruptGuard): Promise<number> {
    const {args, flags} = await this.parse(Check)
    const [check, {readCheck}, {openPlatform}, {openRun}, {seedOf}] = await Promise.all([
      import('../lib/cli/check.js'),
      import('../lib/cli/check-wish.js'),
      import('../lib/cli/platform.js'),
      import('../lib/cli/open-run.js'),
      import('../lib/cli/run.js'),
    ])
    const seed = seedOf(flags)
    const {dialect, http} = readDialect(flags.dialect, {tunnel: 'udp', http: readHttp(flags.http)})
    const wish = await readCheck(args.proxy, flags, mayBeClear(http))
    if (flags.list) return check.list(wish, http.versions, flags)
    const [reach, headers] = [
      await readReach(flags, dialect),
      await readHeaders(flags, `masque/${this.config.version}`),
    ]
    const platform = openPlatform(seed)
    const words = {command: check.COMMAND, argv: this.argv, seed, platform, guard}
    const run = await openRun(flags, words, {...check.toldOf(wish), reach, headers})
    return check.runCheck({
      ...run,
      ...wish,
      typed: args.proxy,
      argv: this.argv,
      reach,
      headers,
      http: spokenHere(http, platform.missing),
      timeoutMs: flags.timeout * 1000,
      concurrency: flags.jobs,
      spacingMs: 1000 / flags.rate,
      ...(flags.deadline !== undefined && {deadlineMs: flags.deadline * 1000}),
    })
  }
}
