/**
 * A clock that stands still until everybody waits. `run` lets all promises settle and then jumps to
 * the next timer: a test with minutes of timeouts takes milliseconds, and always the same way.
 *
 * It works for code whose waiting is promises and this clock. A real socket or a thread is not
 * seen: use the system clock with those.
 */
import type {Cancel, Clock} from './clock.js'

interface Timer {
  readonly at: number
  readonly order: number
  readonly callback: () => void
  cancelled: boolean
}

/** What wall() shows when the clock is new: any fixed moment would do. */
const EPOCH_MS = Date.UTC(2026, 0, 1)

export class VirtualClock implements Clock {
  #now = 0
  #order = 0
  /** A binary heap by time, then by order of making. Cancelled timers stay until they reach the top. */
  readonly #heap: Timer[] = []
  #pending = 0

  /** @param turns of the event loop that whatever goes on between two timers takes, at most */
  constructor(private readonly turns = 2) {}

  now(): number {
    return this.#now
  }

  nowNs(): bigint {
    return BigInt(Math.round(this.#now * 1e6))
  }

  wall(): Date {
    return new Date(EPOCH_MS + this.#now)
  }

  after(ms: number, callback: () => void): Cancel {
    const timer = {at: this.#now + Math.max(0, ms), order: this.#order++, callback, cancelled: false}
    this.#push(timer)
    this.#pending++
    return () => {
      if (timer.cancelled) return
      timer.cancelled = true
      this.#pending--
    }
  }

  get pendingTimers(): number {
    return this.#pending
  }

  /**
   * Drives time until `work` is settled, and returns or throws what it did.
   * @throws Error if nothing is left to wait for and `work` still is not settled.
   */
  async run<T>(work: Promise<T>): Promise<T> {
    const state = {settled: false}
    const watched = work.finally(() => {
      state.settled = true
    })
    watched.catch(() => undefined)
    for (;;) {
      await this.#settle()
      if (state.settled) return watched
      if (!this.#fireNext())
        throw new Error('virtual time stands still: nobody waits for a timer, and the work is not done')
    }
  }

  /** Moves on by `ms`, firing what falls due on the way. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms
    await this.#settle()
    while ((this.#next()?.at ?? Infinity) <= until) {
      this.#fireNext()
      await this.#settle()
    }
    this.#now = until
  }

  /** After a turn of the event loop no promise reaction is left that was already due; the second is for `nextTurn`. */
  async #settle(): Promise<void> {
    for (let turn = 0; turn < this.turns; turn++) await new Promise(resolve => setImmediate(resolve))
  }

  #next(): Timer | undefined {
    while (this.#heap[0]?.cancelled) this.#pop()
    return this.#heap[0]
  }

  #fireNext(): boolean {
    const next = this.#next()
    if (!next) return false
    this.#pop()
    next.cancelled = true
    this.#pending--
    this.#now = Math.max(this.#now, next.at)
    next.callback()
    return true
  }

  #push(timer: Timer): void {
    const heap = this.#heap
    let index = heap.push(timer) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent]
      if (!above || !isBefore(timer, above)) break
      heap[index] = above
      index = parent
    }
    heap[index] = timer
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let index = 0
    for (;;) {
      const left = 2 * index + 1
      const [first, second] = [heap[left], heap[left + 1]]
      const smaller = first && second && isBefore(second, first) ? left + 1 : left
      const below = heap[smaller]
      if (!below || !isBefore(below, last)) break
      heap[index] = below
      index = smaller
    }
    heap[index] = last
  }
}

function isBefore(left: Timer, right: Timer): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order)
}
