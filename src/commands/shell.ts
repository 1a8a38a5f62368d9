import {Args, Flags} from '@oclif/core'
import {seconds} from '../lib/cli/parsers.js'
import {readHeaders, readReach} from '../lib/cli/reach-flags.js'
import {readShellFlags, shellFlags} from '../lib/cli/shell/flags.js'
import type {InterruptGuard} from '../lib/cli/interrupt.js'
import {MasqueCommand} from '../masque-command.js'

export default class Shell extends MasqueCommand {
  static override summary = 'Talk to a proxy by hand: open tunnels, send right and wrong things, watch what comes back.'
  static override description = `A conversation: each line acts at once, and what the proxy sends is decoded above the prompt as it arrives. The same lines stand in scripts (masque replay), after -x and in a pipe; help lists the words, docs/shell.md tells of each.

On a terminal there is a prompt with completion and a history. Otherwise lines are read from -x, or from standard input, and the output is a transcript that is a script again.

Everything is recorded in the state directory: what was typed and what came back, the run, and a capture with TLS secrets. Where, is said at the end.

Exit codes: 0 left, or every expectation met, 1 an expectation proven wrong, 2 wrong usage, 3 something could not be decided or done, 70 masque failed, 130 interrupted.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> proxy.example',
    '<%= config.bin %> <%= command.id %> self',
    `<%= config.bin %> <%= command.id %> self -x 'open udp @target; send "hello"; expect datagram within 1s'`,
    '<%= config.bin %> <%= command.id %> proxy.example --http 3 --record odd.masque --pcap odd.pcapng',
  ]
  static override args = {
    proxy: Args.string({
      name: 'PROXY',
      description: 'URI template, host[:port], a profile of masque.toml, or self.',
    }),
  }
  static override flags = {
    ...shellFlags,
    execute: Flags.string({
      char: 'x',
      multiple: true,
      helpValue: 'LINES',
      description: 'Run these lines, separated by ; and leave; repeatable. Standard input is not touched.',
      env: 'MASQUE_EXECUTE',
      helpGroup: 'SESSION',
    }),
    linger: seconds(
      'linger',
      0,
      600,
    )({
      default: 0.3,
      description: 'Without a prompt: how long answers to the last line are still shown.',
      env: 'MASQUE_LINGER',
      helpGroup: 'SESSION',
    }),
  }

  protected async execute(guard: InterruptGuard): Promise<number> {
    const {args, flags} = await this.parse(Shell)
    const [{runShell}, {openPlatform}, {seedOf, toolFacts}, {readShellProxy}] = await Promise.all([
      import('../lib/cli/shell/run-shell.js'),
      import('../lib/cli/platform.js'),
      import('../lib/cli/run.js'),
      import('../lib/cli/shell/proxy.js'),
    ])
    const seed = seedOf(flags)
    const proxy = args.proxy === undefined ? undefined : readShellProxy(args.proxy)
    const platform = openPlatform(seed)
    const [reach, headers] = [await readReach(flags), await readHeaders(flags, `masque/${this.config.version}`)]
    const options = {
      ...readShellFlags(flags),
      command: 'shell',
      proxy,
      reach,
      headers,
      platform,
      seed,
      tool: toolFacts(platform.engine),
      signal: guard.signal,
      directory: process.cwd(),
      lingerMs: flags.linger * 1000,
    } as const
    return runShell(options, flags.execute, () => {
      guard.interrupt('nobody reads the output any more')
    })
  }
}
