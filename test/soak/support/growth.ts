/**
 * Does something grow? Judged on the second half of a course, when pools, caches and compiled code have their size, by
 * the Theil-Sen slope: the median of the slopes between all pairs of points, which no single outlier moves. What is held
 * against the tolerance is the lower end of its 95 % interval (Sen 1968), so that noise alone is no leak, and a leak
 * that is larger than the noise is always one.
 */
import {COUNTS, SIZES, type Course, type Point, type Size} from './sample.js'

export interface Slope {
  /** Units a step. */
  readonly slope: number
  readonly lower: number
  readonly upper: number
}

type Pair = readonly [at: number, value: number]

/** @param pairs at least three, at different places */
export function theilSen(pairs: readonly Pair[]): Slope {
  const slopes = pairs
    .flatMap(([at, value], index) => pairs.slice(index + 1).map(([later, after]) => (after - value) / (later - at)))
    .sort((left, right) => left - right)
  const count = pairs.length
  const spread = 1.96 * Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18)
  const place = (index: number): number => slopes[Math.min(slopes.length - 1, Math.max(0, Math.round(index)))]!
  return {
    slope: place((slopes.length - 1) / 2),
    lower: place((slopes.length - spread) / 2),
    upper: place((slopes.length + spread) / 2),
  }
}

export interface Tolerance {
  /** Octets a step that are not worth a word. */
  readonly sizes: Readonly<Record<Size, number>>
}

export interface Judged {
  readonly slopes: Readonly<Record<Size, Slope>>
  /** What grows, in words; empty when nothing does. */
  readonly growing: readonly string[]
}

export function judge({who, points}: Course, tolerance: Tolerance): Judged {
  const half = points.slice(Math.floor(points.length / 2))
  const slopes = Object.fromEntries(
    SIZES.map(size => [size, theilSen(half.map(({at, sample}) => [at, sample[size]]))]),
  ) as Record<Size, Slope>
  const large = SIZES.filter(size => slopes[size].lower > tolerance.sizes[size]).map(
    size => `${who}: ${size} grows by ${slopes[size].slope.toFixed(0)} octets a step`,
  )
  // All through the last third more than ever in the first half: one that comes and goes is no growth.
  const [early, late] = [
    points.slice(0, Math.ceil(points.length / 2)),
    points.slice(Math.floor((points.length * 2) / 3)),
  ]
  const more = COUNTS.filter(count => least(late, count) > most(early, count))
  return {
    slopes,
    growing: [...large, ...more.map(count => `${who}: ${last(points)[count]} ${count}, more than there ever were`)],
  }
}

function least(points: readonly Point[], count: (typeof COUNTS)[number]): number {
  return Math.min(...points.map(({sample}) => sample[count]))
}

function most(points: readonly Point[], count: (typeof COUNTS)[number]): number {
  return Math.max(...points.map(({sample}) => sample[count]))
}

function last(points: readonly Point[]): Point['sample'] {
  return points.at(-1)!.sample
}
