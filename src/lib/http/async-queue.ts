/** Values that arrive when they like, for one reader who waits. Closing ends the reader once it is empty. */
export class AsyncQueue<T> implements AsyncIterable<T> {
  readonly #values: T[] = []
  #closed = false
  #reader: (() => void) | undefined

  push(value: T): void {
    if (this.#closed) return
    this.#values.push(value)
    this.#wake()
  }

  get length(): number {
    return this.#values.length
  }

  /** The oldest, if there is one. */
  shift(): T | undefined {
    return this.#values.shift()
  }

  close(): void {
    this.#closed = true
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const value = this.#values.shift()
      if (value !== undefined) {
        yield value
      } else if (this.#closed) {
        return
      } else {
        await new Promise<void>(resolve => {
          this.#reader = resolve
        })
      }
    }
  }

  #wake(): void {
    const reader = this.#reader
    this.#reader = undefined
    reader?.()
  }
}
