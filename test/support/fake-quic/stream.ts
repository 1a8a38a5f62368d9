/** One direction of a fake stream: in order, flow-controlled, and as late as the link makes it. */

export interface Chunk {
  readonly bytes: Uint8Array
  readonly fin: boolean
}

/** What the sender still may send, and what it waits for. */
export class SendingSide {
  sent = 0
  limit: number
  blocked = false
  over = false

  constructor(window: number) {
    this.limit = window
  }

  take(wanted: number): number {
    const taken = Math.min(wanted, this.limit - this.sent)
    this.sent += taken
    this.blocked = taken < wanted
    return taken
  }
}

/** Puts chunks back in order. */
export class ReceivingSide {
  over = false
  #expected = 0
  #next = 0
  readonly #waiting = new Map<number, Chunk>()

  /** The number the sender gives its next chunk. */
  number(): number {
    return this.#next++
  }

  /** The chunks that can be handed up now that this one is there. */
  arrive(number: number, chunk: Chunk): Chunk[] {
    this.#waiting.set(number, chunk)
    const ready: Chunk[] = []
    for (let next = this.#waiting.get(this.#expected); next; next = this.#waiting.get(this.#expected)) {
      this.#waiting.delete(this.#expected++)
      ready.push(next)
    }
    return ready
  }
}
