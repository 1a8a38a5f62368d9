/** How much is told: -q the verdict only, -v what both sides said of themselves, -vv the wire. */

export type Verbosity = -1 | 0 | 1 | 2

/** oclif knows that a flag was given, not how often: the words are counted. */
export function verbosityOf(
  flags: {readonly quiet: boolean; readonly verbose: boolean},
  argv: readonly string[],
): Verbosity {
  if (flags.quiet) return -1
  if (!flags.verbose) return 0
  return timesVerbose(argv) > 1 ? 2 : 1
}

export function timesVerbose(argv: readonly string[]): number {
  const times = argv.map(word => (word === '--verbose' ? 1 : /^-[a-z]+$/.test(word) ? word.split('v').length - 1 : 0))
  return times.reduce((sum, count) => sum + count, 0)
}
