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
}

/** What wall() shows when the clock is new: any fixed moment would do. */
const EPOCH_MS = Date.UTC(2026, 0, 1)

export class VirtualClock implements Clock {
  #now = 0
  #order = 0
  readonly #timers = new Set<Timer>()

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
    const timer = {at: this.#now + Math.max(0, ms), order: this.#order++, callback}
    this.#timers.add(timer)
    return () => {
      this.#timers.delete(timer)
    }
  }

  get pendingTimers(): number {
    return this.#timers.size
  }

  /**
   * Drives time until `work` is settled, and returns or throws what it did.
   * @throws Error if nothing is left to wait for and `work` still is not settled.
   */
  async run<T>(work: Promise<T>): Promise<T> {
    let settled = false
    const watched = work.finally(() => {
      settled = true
    })
    watched.catch(() => undefined)
    for (;;) {
      await settlePromises()
      if (settled) return watched
      if (!this.#fireNext())
        throw new Error('virtual time stands still: nobody waits for a timer, and the work is not done')
    }
  }

  /** Moves on by `ms`, firing what falls due on the way. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms
    await settlePromises()
    while ((this.#next()?.at ?? Infinity) <= until) {
      this.#fireNext()
      await settlePromises()
    }
    this.#now = until
  }

  #next(): Timer | undefined {
    let next: Timer | undefined
    for (const timer of this.#timers) {
      if (!next || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer
    }
    return next
  }

  #fireNext(): boolean {
    const next = this.#next()
    if (!next) return false
    this.#timers.delete(next)
    this.#now = Math.max(this.#now, next.at)
    next.callback()
    return true
  }
}

/** After a turn of the event loop no promise reaction is left that was already due. */
function settlePromises(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
