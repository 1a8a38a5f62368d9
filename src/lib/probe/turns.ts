/**
 * Roads that are travelled at the same time must not spoil each other's figures: series of a few datagrams run side by
 * side, a search for sizes, which sends bursts, runs alone.
 */
export class Turns {
  #sharing = 0
  #alone = false
  readonly #waiting = new Set<() => void>()

  /** Rejects with the signal's reason, or as `work` does. */
  async share<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#until(
      () => !this.#alone,
      () => this.#sharing++,
      signal,
    )
    try {
      return await work()
    } finally {
      this.#sharing--
      this.#wake()
    }
  }

  /** Likewise. */
  async alone<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#until(
      () => !this.#alone && this.#sharing === 0,
      () => (this.#alone = true),
      signal,
    )
    try {
      return await work()
    } finally {
      this.#alone = false
      this.#wake()
    }
  }

  /** Takes the turn in the moment it is free: between a look and the next step somebody else could. */
  async #until(isFree: () => boolean, take: () => void, signal: AbortSignal): Promise<void> {
    while (!isFree()) {
      signal.throwIfAborted()
      await new Promise<void>(resolve => {
        const wake = (): void => {
          this.#waiting.delete(wake)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        this.#waiting.add(wake)
        signal.addEventListener('abort', wake, {once: true})
      })
    }
    take()
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake()
  }
}
