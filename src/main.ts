/** The top of the program: runs a command, and tells what goes wrong outside of one. */
import './lib/cli/home.js'
import {run} from '@oclif/core'
import {watchStdout} from './lib/cli/output.js'

export async function main(argv: readonly string[], root: string): Promise<void> {
  const stdout = watchStdout(process.stdout)
  try {
    await run([...argv], root)
  } catch (error) {
    // Help and version end this way in oclif.
    if ((error as {oclif?: {exit?: number}}).oclif?.exit !== 0) await tell(error, argv)
  }
  // Success would be a lie; other exit codes have been explained.
  const failure = await stdout.failure()
  if (failure && !process.exitCode) await tell(failure, [])
}

async function tell(error: unknown, argv: readonly string[]): Promise<void> {
  const {tellUser} = await import('./lib/cli/tell.js').catch(() => ({tellUser: tellBarely}))
  process.exitCode = tellUser(error, argv)
}

/** When not even that can be loaded any more, as no more files may be opened. */
function tellBarely(error: unknown): number {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`masque: ${message}\nTry: raise the limit for open files (ulimit -n)\n`)
  return 70
}
