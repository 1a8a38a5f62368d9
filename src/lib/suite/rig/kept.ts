/** What came from a peer, in order, but no more of it than memory is meant for: the first counts, as it is what was provoked. */

const MAX_ITEMS = 4096
const MAX_BYTES = 8 << 20
/** Of what one item takes beside its octets. */
const OVERHEAD = 64

export class Kept<T> {
  readonly list: T[] = []
  #bytes = 0

  /** @param bytes how many octets it holds */
  add(bytes: number, item: () => T): void {
    if (this.list.length >= MAX_ITEMS || this.#bytes + bytes > MAX_BYTES) return
    this.#bytes += bytes + OVERHEAD
    this.list.push(item())
  }
}

/** The beginning of a stream of octets. */
export class KeptBytes {
  static readonly MAX = 1 << 20
  #bytes = new Uint8Array(1024)
  #length = 0

  add(bytes: Uint8Array): void {
    const piece = bytes.subarray(0, KeptBytes.MAX - this.#length)
    const needed = this.#length + piece.length
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.min(KeptBytes.MAX, Math.max(needed, this.#bytes.length * 2)))
      larger.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = larger
    }
    this.#bytes.set(piece, this.#length)
    this.#length = needed
  }

  /** Nothing more is kept. */
  get isFull(): boolean {
    return this.#length === KeptBytes.MAX
  }

  /** A copy. */
  get bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  /** Drops these from the beginning. */
  drop(count: number): void {
    this.#bytes.copyWithin(0, count, this.#length)
    this.#length -= Math.min(count, this.#length)
  }
}
