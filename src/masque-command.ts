/**
 * The base of every command: exit codes, JSON errors and interruption, as docs/exit-codes.md says. oclif by itself exits
 * 1 for nearly everything and cuts pipes; here 1 is kept for proven violations, and the code is set, never exited with.
 */
import {Command} from '@oclif/core'
import {outputFlags} from './lib/cli/global-flags.js'
import {guardInterrupts, type InterruptGuard} from './lib/cli/interrupt.js'
import {tellUser} from './lib/cli/tell.js'

export abstract class MasqueCommand extends Command {
  static override baseFlags = outputFlags

  /** What the command does; the exit code it stands for. */
  protected abstract execute(guard: InterruptGuard): Promise<number>

  async run(): Promise<void> {
    using guard = guardInterrupts(() => {
      if (process.stderr.isTTY) process.stderr.write('\nstopping; once more ends it at once\n')
    })
    process.exitCode = await this.execute(guard)
  }

  protected override async catch(error: unknown): Promise<void> {
    process.exitCode = tellUser(error, this.argv)
    await Promise.resolve()
  }
}
