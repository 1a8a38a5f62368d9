/** The top of the program: runs a command, and tells what goes wrong outside of one. */
import {flush, run} from '@oclif/core'

export async function main(argv: readonly string[], root: string): Promise<void> {
  try {
    await run([...argv], root)
    await flush()
  } catch (error) {
    // Help and version end this way in oclif.
    if ((error as {oclif?: {exit?: number}}).oclif?.exit === 0) return
    const {tell, wantsJson} = await import('./lib/cli/tell.js')
    const {code, message, next, exitCode} = tell(error)
    if (wantsJson(argv)) {
      process.stdout.write(`${JSON.stringify({schema: 1, error: {code, message, next, exitCode}})}\n`)
    } else {
      process.stderr.write(`masque: ${message}\n${next === undefined ? '' : `Try: ${next}\n`}`)
    }
    process.exitCode = exitCode
  }
}
