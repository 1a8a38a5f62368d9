import {Args} from '@oclif/core'
import {decisionFlags, readDecision} from '../lib/cli/check-flags.js'
import {resultFlags} from '../lib/cli/global-flags.js'
import type {InterruptGuard} from '../lib/cli/interrupt.js'
import {verbosityOf} from '../lib/cli/verbosity.js'
import {MasqueCommand} from '../masque-command.js'

/** Nothing is looked at again: there is nothing to confirm. */
const decisions = Object.fromEntries(Object.entries(decisionFlags).filter(([name]) => name !== 'confirm')) as Omit<
  typeof decisionFlags,
  'confirm'
>

export default class Judge extends MasqueCommand {
  static override summary = 'Judge a saved check again, by the judges of this masque.'
  static override description = `A run of masque check that --save kept holds what was seen, and not only what was made of it. Here it is judged once more: after an upgrade, or with other waivers, another baseline or another set of requirements. Nothing is sent. What is another verdict now is named.

Exit codes: as for masque check; 2 for what is no saved check.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> run.jsonl',
    '<%= config.bin %> <%= command.id %> run.jsonl --waivers masque.waivers.toml --report html=run.html',
  ]
  static override args = {
    run: Args.string({name: 'RUN', required: true, description: 'A file that masque check wrote with --save.'}),
  }
  static override flags = {...decisions, ...resultFlags}

  protected async execute({signal}: InterruptGuard): Promise<number> {
    const {args, flags} = await this.parse(Judge)
    const [{judgeRun}, {openDecision}, {Reports}, {KEEP_ALL, Redactor}, {allRequirements}, {systemClock}] =
      await Promise.all([
        import('../lib/cli/judge.js'),
        import('../lib/cli/decision/open-decision.js'),
        import('../lib/cli/reports.js'),
        import('../lib/redact/redactor.js'),
        import('../lib/spec/registry.js'),
        import('../lib/spec/clock.js'),
      ])
    const catalogue = await allRequirements()
    const decision = await openDecision(readDecision({...flags, confirm: 0}), catalogue)
    const redactor = flags.redact ? new Redactor({addresses: true}) : undefined
    const redact = redactor ? <T>(value: T): T => redactor.value(value) : KEEP_ALL
    const verbosity = verbosityOf(flags, this.argv)
    const reports = await Reports.open({...flags, redact, verbosity, isReplay: true}, () => undefined)
    const today = systemClock.wall().toISOString().slice(0, 10)
    return judgeRun({file: args.run, reports, decision, catalogue, today, signal})
  }
}
