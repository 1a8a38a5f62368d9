/**
 * Which packet carried which HTTP Datagram. Both are seen, at different times and by different people, and have in common
 * only their octets: so the first comer leaves them here with its number. Bounded: what nobody asks for is forgotten.
 */

const MAX_WAITING = 256

export class DatagramLinks {
  readonly #waiting: {readonly key: string; readonly number: number}[] = []

  leave(data: Uint8Array, number: number): void {
    this.#waiting.push({key: keyOf(data), number})
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift()
  }

  /** The number it was left with, once; of equal ones the oldest. */
  find(data: Uint8Array): number | undefined {
    const key = keyOf(data)
    const index = this.#waiting.findIndex(entry => entry.key === key)
    if (index < 0) return undefined
    const [found] = this.#waiting.splice(index, 1)
    return found?.number
  }
}

function keyOf(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.length).toString('latin1')
}
