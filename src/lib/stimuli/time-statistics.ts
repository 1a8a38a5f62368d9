/**
 * What can be said of response times without knowing how they are distributed: by ranks alone, so that what loss, a busy
 * machine or a collector of garbage did to some of them weighs no more than one sample each.
 */

export interface Middle {
  readonly median: number
  /** The median of all such values lies within; infinite where there are too few to say. */
  readonly low: number
  readonly high: number
}

/** @param z how sure, in standard deviations: 3.9 is wrong once in ten thousand times */
export function middleOf(values: readonly number[], z: number): Middle {
  const sorted = values.toSorted((left, right) => left - right)
  const half = sorted.length / 2
  const reach = (z / 2) * Math.sqrt(sorted.length)
  return {
    median: at(sorted, 0.5),
    low: sorted[Math.floor(half - reach) - 1] ?? -Infinity,
    high: sorted[Math.ceil(half + reach)] ?? Infinity,
  }
}

/** By nearest rank, so that it was really measured. */
export function at(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export interface Peaks {
  readonly fast: number
  readonly slow: number
  /** Of all values that belong to one of them. */
  readonly slowShare: number
}

/** Of all values, the largest of them: a packet that was lost twice is no peak, and would hide one. */
const OUTLYING = 0.02
/** Of the others, for a peak to be one. */
const LEAST_SHARE = 0.04
const LEAST_COUNT = 8
/** In what values differ from the middle of their own peak. */
const APART = 4
/** Of the smaller peak: so many may lie in the middle third between the two. */
const IN_BETWEEN = 0.1

/**
 * Two groups with next to nothing between them; undefined: one, however long its tail is.
 * @param leastApart that their middles must differ by
 */
export function twoPeaks(values: readonly number[], leastApart: number): Peaks | undefined {
  const all = values.toSorted((left, right) => left - right)
  const sorted = all.slice(0, Math.ceil((1 - OUTLYING) * all.length))
  const cut = bestCut(sorted)
  const [low, high] = [sorted.slice(0, cut), sorted.slice(cut)]
  const smaller = Math.min(low.length, high.length)
  if (smaller < Math.max(LEAST_COUNT, LEAST_SHARE * sorted.length)) return undefined
  const [fast, slow] = [at(low, 0.5), at(high, 0.5)]
  const gap = slow - fast
  if (gap < leastApart || gap < APART * (spreadOf(low, fast) + spreadOf(high, slow))) return undefined
  const between = sorted.filter(value => value > fast + gap / 3 && value < slow - gap / 3).length
  if (between > IN_BETWEEN * smaller) return undefined
  return {fast, slow, slowShare: high.length / sorted.length}
}

/** Where the two sides are most alike in themselves (Otsu): how many are in the lower one. */
function bestCut(sorted: readonly number[]): number {
  const total = sorted.reduce((sum, value) => sum + value, 0)
  let [sum, best, cut] = [0, 0, 0]
  for (let count = 1; count < sorted.length; count++) {
    sum += sorted[count - 1] ?? 0
    const rest = sorted.length - count
    const between = count * rest * ((total - sum) / rest - sum / count) ** 2
    if (between > best) [best, cut] = [between, count]
  }
  return cut
}

function spreadOf(values: readonly number[], middle: number): number {
  return at(
    values.map(value => Math.abs(value - middle)).toSorted((left, right) => left - right),
    0.5,
  )
}

/** Whether the first of two shares is larger by more than chance: in standard deviations. */
export function sharesApart(first: number, of: number, second: number, ofSecond: number): number {
  const pooled = (first + second) / (of + ofSecond)
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / of + 1 / ofSecond))
  return deviation > 0 ? (first / of - second / ofSecond) / deviation : 0
}
