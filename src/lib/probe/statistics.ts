/** Figures of a series of echoes. Times in milliseconds. */

export interface Distribution {
  readonly min: number
  readonly median: number
  readonly p95: number
  readonly max: number
}

/** undefined of nothing. Percentiles by nearest rank, so every figure was really measured. */
export function distribution(values: readonly number[]): Distribution | undefined {
  if (values.length === 0) return undefined
  const sorted = [...values].sort((left, right) => left - right)
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return {min: rank(0), median: rank(0.5), p95: rank(0.95), max: rank(1)}
}

/**
 * The smoothed jitter of RFC 3550 section 6.4.1, over round-trip times instead of transit times: the clocks of two
 * hosts need not agree for it.
 * @param values in order of sending; undefined where nothing came back, and pairs over a gap do not count
 */
export function jitter(values: readonly (number | undefined)[]): number | undefined {
  let estimate: number | undefined
  for (let index = 1; index < values.length; index++) {
    const [before, now] = [values[index - 1], values[index]]
    if (before === undefined || now === undefined) continue
    const difference = Math.abs(now - before)
    estimate = estimate === undefined ? difference : estimate + (difference - estimate) / 16
  }
  return estimate
}

/** How many of these numbers came after a larger one (RFC 4737 section 3). */
export function reordered(arrivals: readonly number[]): number {
  let highest = -Infinity
  let count = 0
  for (const number of arrivals) {
    if (number < highest) count++
    else highest = number
  }
  return count
}
