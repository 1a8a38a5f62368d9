/**
 * Who waits for the end of something that will outlive them. A promise keeps whatever was given to its `then` until it
 * settles, so that ten thousand tunnels would leave as many traces on their connection; these can go.
 */
export class Watchers<T> {
  readonly #waiting = new Set<(value: T) => void>()
  #settled: {readonly value: T} | undefined

  constructor(promise: Promise<T>) {
    void promise.then(value => {
      this.#settled = {value}
      for (const tell of this.#waiting) tell(value)
      this.#waiting.clear()
    })
  }

  get count(): number {
    return this.#waiting.size
  }

  /** Calls back once, at once if it is over already; answers how to leave. */
  add(tell: (value: T) => void): () => void {
    if (this.#settled) tell(this.#settled.value)
    else this.#waiting.add(tell)
    return () => {
      this.#waiting.delete(tell)
    }
  }
}
