/** The top of the program: runs a command, and tells what goes wrong outside of one. */
import {flush, run} from '@oclif/core'

export async function main(argv: readonly string[], root: string): Promise<void> {
  try {
    await run([...argv], root)
    await flush()
  } catch (error) {
    // Help and version end this way in oclif.
    if ((error as {oclif?: {exit?: number}}).oclif?.exit === 0) return
    const {tellUser} = await import('./lib/cli/tell.js')
    process.exitCode = tellUser(error, argv)
  }
}
