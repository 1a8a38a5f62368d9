import {Args, Flags} from '@oclif/core'
import {readHeaders, readReach} from '../lib/cli/reach-flags.js'
import {readShellFlags, shellFlags} from '../lib/cli/shell/flags.js'
import type {InterruptGuard} from '../lib/cli/interrupt.js'
import {MasqueCommand} from '../masque-command.js'

export default class Replay extends MasqueCommand {
  static override summary = 'Run what was typed in masque shell again, against any PROXY.'
  static override description = `FILE is a script, the session.masque of a recorded session, or a transcript: lines that begin with # are comments. With - it is read from standard input. All of it is understood before its first line runs.

Where a script says nothing of the proxy, PROXY is it: authority and path of every request come from there. @target in a script is --target.

An expectation is met, or proven wrong by what the proxy did, or undecided: a time that runs out proves nothing. A script without an expectation tests nothing, and that is not success.

With --diff, what comes back is held against a saved run; differences are shown and are no verdict.

Exit codes: 0 every expectation met (with --diff: no difference), 1 at least one proven wrong, 2 wrong usage or a script that is not understood (nothing was sent), 3 something could not be decided or done, 70 masque failed, 130 interrupted.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> odd.masque self',
    '<%= config.bin %> <%= command.id %> odd.masque proxy.example --target 192.0.2.7:7 --fail-on inconclusive',
    '<%= config.bin %> <%= command.id %> session.masque other.example --diff run.jsonl',
  ]
  static override args = {
    file: Args.string({name: 'FILE', required: true, description: 'A script, or - for standard input.'}),
    proxy: Args.string({
      name: 'PROXY',
      required: true,
      description: 'URI template, host[:port], a profile of masque.toml, or self.',
    }),
  }
  static override flags = {
    ...shellFlags,
    diff: Flags.string({
      helpValue: 'FILE',
      description: 'Show where answers differ from those of this saved run (or session directory).',
      env: 'MASQUE_DIFF',
      helpGroup: 'SESSION',
    }),
  }

  protected async execute(guard: InterruptGuard): Promise<number> {
    const {args, flags} = await this.parse(Replay)
    const [{runReplay}, {openPlatform}, {seedOf, toolFacts}, {readShellProxy}] = await Promise.all([
      import('../lib/cli/shell/run-replay.js'),
      import('../lib/cli/platform.js'),
      import('../lib/cli/run.js'),
      import('../lib/cli/shell/proxy.js'),
    ])
    const seed = seedOf(flags)
    const proxy = readShellProxy(args.proxy)
    const platform = openPlatform(seed)
    const [reach, headers] = [await readReach(flags), await readHeaders(flags, `masque/${this.config.version}`)]
    const options = {
      ...readShellFlags(flags),
      command: 'replay',
      proxy,
      reach,
      headers,
      platform,
      seed,
      tool: toolFacts(platform.engine),
      signal: guard.signal,
      lingerMs: 0,
    } as const
    const onPipeClosed = (): void => {
      guard.interrupt('nobody reads the output any more')
    }
    return runReplay({options, file: args.file, diff: flags.diff, onPipeClosed})
  }
}
