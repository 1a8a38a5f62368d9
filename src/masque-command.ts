/**
 * The base of every command: exit codes, JSON errors and interruption, as docs/exit-codes.md says. oclif by itself exits
 * 1 for nearly everything and cuts pipes; here 1 is kept for proven violations, and the code is set, never exited with.
 */
import {Command, type Interfaces} from '@oclif/core'
import {outputFlags} from './lib/cli/global-flags.js'
import {guardInterrupts, type InterruptGuard} from './lib/cli/interrupt.js'
import {located, prepare, type AnyArgs, type AnyFlags, type Prepared} from './lib/cli/settings.js'
import {tellUser} from './lib/cli/tell.js'

export abstract class MasqueCommand extends Command {
  static override baseFlags = outputFlags

  /** Runs without masque.toml when that is wrong: for the command that explains it. */
  static forgivesConfiguration = false

  /** A configuration wants JSON. */
  #json = false
  #places: Prepared['places'] = new Map()

  /** What the command does; the exit code it stands for. */
  protected abstract execute(guard: InterruptGuard): Promise<number>

  async run(): Promise<void> {
    using guard = guardInterrupts(() => {
      if (process.stderr.isTTY) process.stderr.write('\nstopping; once more ends it at once\n')
    })
    process.exitCode = await this.execute(guard)
  }

  /** The command line, and what environment, profile and masque.toml say beside it. */
  protected override async parse<
    F extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    B extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    A extends Interfaces.OutputArgs<Interfaces.ArgInput>,
  >(
    options: Interfaces.Input<F, B, A> = this.ctor as Interfaces.Input<F, B, A>,
    argv: string[] = this.argv,
  ): Promise<Interfaces.ParserOutput<F, B, A>> {
    const definitions = {
      id: this.ctor.id,
      flags: {...options.baseFlags, ...options.flags} as unknown as AnyFlags,
      args: (options.args ?? {}) as AnyArgs,
    }
    const {forgivesConfiguration} = this.constructor as typeof MasqueCommand
    const prepared = await prepare(definitions, argv, this.config, {
      forgiving: forgivesConfiguration,
      onJson: wanted => {
        this.#json = wanted
      },
    })
    this.#places = prepared.places
    const {flags, args} = prepared as unknown as Pick<Interfaces.Input<F, B, A>, 'flags' | 'args'>
    return super.parse({...options, ...(flags && {flags}), ...(args && {args})}, [...prepared.argv])
  }

  protected override async catch(error: unknown): Promise<void> {
    process.exitCode = tellUser(located(error, this.#places), this.argv, this.#json)
    await Promise.resolve()
  }
}
