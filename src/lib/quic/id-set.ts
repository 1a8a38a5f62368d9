/**
 * Stream numbers that are done with. They close nearly in order, so all below a floor are one number and only the
 * stragglers above it take room: ten thousand finished streams cost nothing.
 */
export class IdSet {
  #floor = 0
  readonly #above = new Set<number>()

  add(id: number): void {
    if (id < this.#floor) return
    this.#above.add(id)
    while (this.#above.delete(this.#floor)) this.#floor++
  }

  has(id: number): boolean {
    return id < this.#floor || this.#above.has(id)
  }

  /** How many entries take room. */
  get stragglers(): number {
    return this.#above.size
  }
}
