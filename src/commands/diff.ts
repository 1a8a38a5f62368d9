import {Args, Flags} from '@oclif/core'
import type {InterruptGuard} from '../lib/cli/interrupt.js'
import {MasqueCommand} from '../masque-command.js'

export default class Diff extends MasqueCommand {
  static override summary = 'What changed between two runs?'
  static override description = `BEFORE and AFTER are runs that --save kept, or results that --json or --report json=FILE wrote. Told is what became worse, better or undecided, what fails for another reason, what was looked at in one of them only, which ways to the proxy changed, and what else differs: versions of masque, proxies, sets of requirements.

Worse is what is proven: a failure or warning that was not there, a tunnel that carried and does not. What is undecided now, or out of reach, accuses nobody. A requirement that is looked at for the first time has not become worse. Ports, times and counts in texts do not count as changes.

Exit codes: 0 no worse, 1 something became worse, 2 a file cannot be read or is no run, 3 nothing is shown to be worse, but something cannot be told any more (or too little of it is in both runs).`
  static override examples = [
    '<%= config.bin %> <%= command.id %> monday.jsonl tuesday.jsonl',
    {
      description: 'For a pull request.',
      command: '<%= config.bin %> <%= command.id %> main.json branch.json --format markdown',
    },
  ]
  static override args = {
    before: Args.string({name: 'BEFORE', required: true, description: 'A saved run, or a result as JSON.'}),
    after: Args.string({name: 'AFTER', required: true, description: 'The same, of later.'}),
  }
  static override flags = {
    format: Flags.option({
      options: ['table', 'json', 'markdown'] as const,
      char: 'f',
      env: 'MASQUE_FORMAT',
      description: 'What stdout carries.',
      helpGroup: 'OUTPUT',
    })({default: 'table'}),
  }

  protected async execute({signal}: InterruptGuard): Promise<number> {
    const {args, flags} = await this.parse(Diff)
    const [{runDiff}, {toolFacts}] = await Promise.all([import('../lib/cli/diff.js'), import('../lib/cli/run.js')])
    return runDiff({
      ...args,
      format: flags.json ? 'json' : flags.format,
      quiet: flags.quiet,
      noColor: flags['no-color'],
      tool: toolFacts(null),
      signal,
    })
  }
}
