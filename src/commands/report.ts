import {Args, Flags} from '@oclif/core'
import {resultFlags} from '../lib/cli/global-flags.js'
import type {InterruptGuard} from '../lib/cli/interrupt.js'
import {verbosityOf} from '../lib/cli/verbosity.js'
import type {Redact} from '../lib/redact/redactor.js'
import {MasqueCommand} from '../masque-command.js'

const BUNDLE = {helpGroup: 'BUNDLE'}

export default class Report extends MasqueCommand {
  static override summary = 'Show saved runs again, or pack them for a bug report.'
  static override description = `Renders what --save kept, in every format a probe has; nothing is sent. A run that was killed before its result is shown from the events it told, as an interrupted one.

Several RUNs follow one another in table and jsonl; every other format is then one document with all of them.

--bundle packs runs, captures, qlogs and logs into one compressed archive with a README of what is inside. Credentials, tokens and keys are taken out unless they are asked for; --redact takes addresses and names out, too.

Exit codes: those of the runs, and of several the strongest (130 interrupted, 1, 70, 3, 0); 2 for what is no saved run.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> run.jsonl',
    '<%= config.bin %> <%= command.id %> monday.jsonl tuesday.jsonl --json',
    '<%= config.bin %> <%= command.id %> run.jsonl --quiet --report json=result.json',
    '<%= config.bin %> <%= command.id %> run.jsonl --report html=result.html --report junit=result.xml',
    '<%= config.bin %> <%= command.id %> run.jsonl --bundle bug.tar.gz --with run.pcapng --with qlogs/ --redact',
  ]
  static override strict = false
  static override args = {
    run: Args.string({name: 'RUN', required: true, description: 'A file written with --save; more may follow.'}),
  }
  static override flags = {
    ...resultFlags,
    bundle: Flags.string({
      helpValue: 'FILE',
      description: 'Pack it all into this file (.tar.gz).',
      env: 'MASQUE_BUNDLE',
      ...BUNDLE,
    }),
    with: Flags.string({
      multiple: true,
      helpValue: 'FILE',
      description: 'Pack this, too: a capture, a qlog, a log, or a folder of them; repeatable.',
      env: 'MASQUE_WITH',
      dependsOn: ['bundle'],
      ...BUNDLE,
    }),
    'include-secrets': Flags.boolean({
      description: 'Leave keys and credentials in.',
      env: 'MASQUE_INCLUDE_SECRETS',
      dependsOn: ['bundle'],
      exclusive: ['redact'],
      ...BUNDLE,
    }),
  }

  protected async execute({signal}: InterruptGuard): Promise<number> {
    const {argv, flags} = await this.parse(Report)
    const [{reportRuns}, {Reports}, {KEEP_ALL, Redactor}] = await Promise.all([
      import('../lib/cli/report-runs.js'),
      import('../lib/cli/reports.js'),
      import('../lib/redact/redactor.js'),
    ])
    const files = argv as readonly string[]
    const verbosity = verbosityOf(flags, this.argv)
    const redactor = flags.redact ? new Redactor({addresses: true}) : undefined
    if (flags.bundle !== undefined) {
      const {packAndTell} = await import('../lib/cli/pack.js')
      await packAndTell({...flags, bundle: flags.bundle, files, redactor, signal})
    }
    const redact: Redact = redactor ? value => redactor.value(value) : KEEP_ALL
    const reports = await Reports.open({...flags, redact, verbosity, isReplay: true}, () => undefined)
    return reportRuns({files, reports, wire: verbosity === 2, signal})
  }
}
