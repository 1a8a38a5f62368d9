import {Args, Flags} from '@oclif/core'
import {STATES} from '../lib/report/catalogue/list.js'
import {BINDS, NEEDS, RUN_CLASSES} from '../lib/spec/requirement.js'
import {MasqueCommand} from '../masque-command.js'

export default class Requirements extends MasqueCommand {
  static override summary = 'Which requirements are there?'
  static override description = `What RFCs and drafts ask of MASQUE proxies and clients, a line each; what was named, by the beginning of its id, or all. masque explain ID tells the whole of one.

With --coverage they are counted by document, level and state: probed, planned, a method (how others are measured), or untestable from outside.

Exit codes: 0 told, 2 there is none of that kind.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> rfc9298/3.1 rfc9484/4.7',
    {
      description: 'Demands on proxies that can be seen alone.',
      command: '<%= config.bin %> <%= command.id %> --level must --binds proxy --needs nothing',
    },
    '<%= config.bin %> <%= command.id %> --coverage',
    {description: 'For scripts and completion.', command: '<%= config.bin %> <%= command.id %> --ids'},
  ]
  static override strict = false
  static override args = {
    prefix: Args.string({name: 'PREFIX', description: 'The beginning of ids: rfc9298, rfc9298/3.1; more may follow.'}),
  }
  static override flags = {
    level: Flags.option({
      options: ['must', 'should', 'may', 'none'] as const,
      multiple: true,
      description: 'How strongly it is asked; none: looked at, never judged. Repeatable, as all of these.',
    })(),
    binds: Flags.option({
      options: BINDS,
      multiple: true,
      description: 'Whom it binds; what binds both sides binds each of them.',
    })(),
    // Not --http: what is set for probes would filter here.
    over: Flags.option({
      options: ['3', '2', '1.1'] as const,
      multiple: true,
      description: 'A version of HTTP it can be seen over.',
      env: 'MASQUE_OVER',
    })(),
    class: Flags.option({
      options: RUN_CLASSES,
      multiple: true,
      description: 'What its test does to a proxy.',
    })(),
    needs: Flags.option({
      options: ['nothing', ...NEEDS] as const,
      multiple: true,
      description: 'What is there: those that need more are left out.',
    })(),
    state: Flags.option({
      options: STATES,
      multiple: true,
      description: 'Whether there is a probe.',
    })(),
    ids: Flags.boolean({description: 'The ids only, one a line.', env: 'MASQUE_IDS', exclusive: ['coverage']}),
    coverage: Flags.boolean({description: 'Counted by document, level and state.', env: 'MASQUE_COVERAGE'}),
  }

  protected async execute(): Promise<number> {
    const {argv, flags} = await this.parse(Requirements)
    const [{requirements}, {stdoutLook}] = await Promise.all([
      import('../lib/cli/requirements.js'),
      import('../lib/cli/look.js'),
    ])
    const shape = flags.ids ? 'ids' : flags.coverage ? 'coverage' : 'list'
    const asJson = flags.json || flags.format !== 'table'
    const wish = {...flags, prefixes: argv as readonly string[]}
    process.stdout.write(await requirements(wish, shape, asJson, stdoutLook(flags['no-color'])))
    return 0
  }
}
