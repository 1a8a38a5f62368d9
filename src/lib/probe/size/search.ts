/**
 * Which sizes to ask for next, and when enough is known: a search for the largest payload that is carried. Pure; what
 * becomes of a size is told from outside, at any time and in any order. Only what was carried is ever believed, and what
 * was lost is asked for again before it counts: a path may lose anything, or grow while we look.
 */

export interface SearchPlan {
  /** Known to be carried. */
  readonly floorBytes: number
  /** Asked for by name, whatever comes of the rest. */
  readonly named: readonly number[]
  /** The largest that can be asked for. */
  readonly ceilingBytes: number
  /** How many sizes at a time. */
  readonly width: number
}

/** A size is lost when it was so often, at different times. */
export const SURE = 3
/** In vain in a row, with not even the control coming back: there is nothing to be learnt here any more. */
const MAX_VAIN = 4

export class SizeSearch {
  readonly #carried = new Set<number>()
  /** How often each was lost. */
  readonly #lost = new Map<number, number>()
  readonly #pending = new Set<number>()
  #ceiling: number
  #vain = 0
  width: number

  constructor(private readonly plan: SearchPlan) {
    this.#ceiling = plan.ceilingBytes
    this.width = plan.width
  }

  /** At least the floor. */
  get largest(): number {
    return Math.max(this.plan.floorBytes, ...this.#carried)
  }

  /** The smallest above `largest` that was asked for and never carried; `sure`: often enough. */
  get smallestLost(): {readonly bytes: number; readonly sure: boolean} | undefined {
    const bytes = Math.min(...[...this.#lost.keys()].filter(size => size > this.largest))
    return Number.isFinite(bytes) ? {bytes, sure: this.#isSure(bytes)} : undefined
  }

  /** Everything up to the ceiling is carried, or what follows the largest is surely lost. */
  get complete(): boolean {
    const {largest, smallestLost} = this
    if (largest >= this.#ceiling) return true
    return smallestLost?.bytes === largest + 1 && smallestLost.sure
  }

  /** Nothing answers any more, whatever the size. */
  get isInVain(): boolean {
    return this.#vain >= MAX_VAIN
  }

  /** The path may be found wider or narrower than it seemed. */
  limitTo(ceilingBytes: number): void {
    this.#ceiling = ceilingBytes
  }

  /** None: wait for what is on trial, or, if nothing is, the search is over. */
  next(): readonly number[] {
    const room = this.width - this.#pending.size
    if (room <= 0 || this.isInVain) return []
    const fresh = this.#unasked()
    if (fresh.length > 0) return fresh.slice(0, room)
    const lower = this.largest
    const upper = this.smallestLost?.bytes ?? this.#ceiling + 1
    // What is on trial in between will move the bounds.
    if ([...this.#pending].some(size => size > lower && size <= upper)) return []
    if (upper - lower > 1) return between(lower, upper, room)
    return upper > this.#ceiling || this.#isSure(upper) ? [] : [upper]
  }

  begin(bytes: number): void {
    this.#pending.add(bytes)
  }

  /** Also long after it was given up for lost. */
  carried(bytes: number): void {
    this.#vain = 0
    this.#pending.delete(bytes)
    this.#carried.add(bytes)
  }

  /** Though what is smaller came through before it and after it. */
  lost(bytes: number): void {
    if (!this.#pending.delete(bytes)) return
    this.#vain = 0
    this.#lost.set(bytes, (this.#lost.get(bytes) ?? 0) + 1)
  }

  /** Nothing can be said: the control was lost too. */
  unclear(bytes: number): void {
    if (this.#pending.delete(bytes)) this.#vain++
  }

  /** It was not put to the proof at all. */
  withdraw(bytes: number): void {
    this.#pending.delete(bytes)
  }

  /** The named ones and the top first: mostly the top is carried, and that is all there is to know. */
  #unasked(): number[] {
    return [this.#ceiling, ...this.plan.named].filter(
      (size, index, all) =>
        all.indexOf(size) === index &&
        size > this.plan.floorBytes &&
        size <= this.#ceiling &&
        !this.#carried.has(size) &&
        !this.#lost.has(size) &&
        !this.#pending.has(size),
    )
  }

  #isSure(bytes: number): boolean {
    return (this.#lost.get(bytes) ?? 0) >= SURE
  }
}

/** Up to `count` sizes that cut what lies between into equal parts. */
function between(lower: number, upper: number, count: number): number[] {
  const parts = Math.min(count, upper - lower - 1) + 1
  return Array.from({length: parts - 1}, (_, index) => lower + Math.round(((upper - lower) * (index + 1)) / parts))
}
