/**
 * How long the experiments are. `npm run soak` runs the full ones, minutes each, and writes down what it saw; with the
 * unit tests they take seconds, and see a leak that is large enough to show in that time.
 */
import type {Size} from './sample.js'

export const full = process.env['MASQUE_SOAK'] === 'full'

export interface Course {
  readonly steps: number
  /** Of a step, in the experiment's unit. */
  readonly size: number
}

export function scale(short: Course, long: Course): Course {
  return full ? long : short
}

/** Octets a unit. In a short run V8 still compiles and caches, which is no leak and larger than a small one. */
export function tolerance(short: Readonly<Record<Size, number>>, long: Readonly<Record<Size, number>>) {
  return {sizes: full ? long : short}
}
