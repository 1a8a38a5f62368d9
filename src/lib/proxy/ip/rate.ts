/** So many a second, and a few at once: a token bucket on the clock that is a parameter. */
import type {Clock} from '../../spec/clock.js'

export class Rate {
  #tokens: number
  #at: number

  constructor(
    private readonly clock: Clock,
    private readonly limit: {readonly perSecond: number; readonly burst: number},
  ) {
    this.#tokens = limit.burst
    this.#at = clock.now()
  }

  /** False: too many already. */
  take(): boolean {
    const now = this.clock.now()
    const {perSecond, burst} = this.limit
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#at) * perSecond) / 1000)
    this.#at = now
    if (this.#tokens < 1) return false
    this.#tokens--
    return true
  }
}
