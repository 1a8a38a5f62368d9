/** So many at a time, and so many a second: what a run does to a proxy at once. */
import type {Cancel, Clock} from '../spec/clock.js'

/** When the next may begin: one for all gates that together may begin so many a second. */
export class Pace {
  #nextAt = 0

  /** @param spacingMs between two beginnings */
  constructor(
    private readonly clock: Clock,
    private readonly spacingMs: number,
  ) {}

  get waitMs(): number {
    return this.#nextAt - this.clock.now()
  }

  begin(): void {
    this.#nextAt = this.clock.now() + this.spacingMs
  }
}

export class Gate {
  #running = 0
  readonly #waiting: (() => void)[] = []
  #cancel: Cancel | undefined

  /** @param limit at a time */
  constructor(
    private readonly clock: Clock,
    private readonly limit: number,
    private readonly pace: Pace,
  ) {}

  async pass<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#enter(signal)
    try {
      return await work()
    } finally {
      this.#running--
      this.#admit()
    }
  }

  #enter(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal.removeEventListener('abort', leave)
        this.#running++
        this.pace.begin()
        resolve()
      }
      const leave = (): void => {
        const place = this.#waiting.indexOf(enter)
        if (place !== -1) this.#waiting.splice(place, 1)
        reject(signal.reason as Error)
      }
      if (signal.aborted) {
        leave()
        return
      }
      signal.addEventListener('abort', leave, {once: true})
      this.#waiting.push(enter)
      this.#admit()
    })
  }

  #admit(): void {
    if (this.#cancel || this.#running >= this.limit) return
    const {waitMs} = this.pace
    if (waitMs > 0 && this.#waiting.length > 0) {
      this.#cancel = this.clock.after(waitMs, () => {
        this.#cancel = undefined
        this.#admit()
      })
      return
    }
    const next = this.#waiting.shift()
    if (!next) return
    next()
    this.#admit()
  }
}
