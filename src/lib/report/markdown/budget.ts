/** A text that may only be so large: what comes later is left out whole, counted, and said to be left out. */

/** The page of a step of GitHub Actions takes 1 MiB, and shows nothing of what is larger. */
const MAX_BYTES = 900 * 1024
/** For what must not be left out: ends of tables, and the sentence that says what was. */
const RESERVE_BYTES = 16 * 1024

export class Budget {
  readonly #parts: string[] = []
  readonly #leftOut = new Map<string, number>()
  #bytes = 0

  constructor(private readonly maxBytes = MAX_BYTES - RESERVE_BYTES) {}

  /** @param kind what it is one of, in the plural */
  add(kind: string, text: string): void {
    const bytes = Buffer.byteLength(text)
    // Once something was left out, so is all that is less important: else a list would have holes.
    if (this.#bytes + bytes > this.maxBytes || this.#leftOut.size > 0) {
      this.#leftOut.set(kind, (this.#leftOut.get(kind) ?? 0) + 1)
      return
    }
    this.must(text)
  }

  /** Short, and needed. */
  must(text: string): void {
    this.#bytes += Buffer.byteLength(text)
    this.#parts.push(text)
  }

  text(): string {
    const left = [...this.#leftOut].map(([kind, count]) => `${count} ${kind}`).join(', ')
    const sentence = `\nThis page would be too large with everything on it. Left out: ${left}. Other formats have them all.\n`
    return left === '' ? this.#parts.join('') : this.#parts.join('') + sentence
  }
}
