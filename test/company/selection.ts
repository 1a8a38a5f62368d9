/**
 * Which cases meet the command, whose every start costs a second: all of them with `npm run company`, otherwise one of each
 * kind of ending, which is what decides what is printed, and all that try to make it grow.
 */

export const EVERYTHING = process.env['MASQUE_COMPANY'] === 'all'

/** Whether a case is about something that has no measure: its name says so. */
export function isMeasureless({name}: {readonly name: string}): boolean {
  return /without end|never ends|gigabyte|thousand|flood|more .*than|50 kB|beyond/.test(name)
}

/** The first of each kind, and those that `always` are. */
export function representatives<T>(
  cases: readonly T[],
  kind: (one: T) => string,
  always: (one: T) => boolean = () => false,
): readonly T[] {
  if (EVERYTHING) return cases
  const seen = new Set<string>()
  return cases.filter(one => {
    const isFirst = !seen.has(kind(one))
    seen.add(kind(one))
    return isFirst || always(one)
  })
}
