/**
 * A place in a buffer. Bounds are checked before anything moves, so a failed read leaves the
 * cursor where it was; `end` makes trailing octets an error, so a record can neither run over
 * the end of its container nor leave something behind.
 */
import {WireError} from './error.js'

export class Cursor {
  readonly #bytes: Uint8Array
  readonly #end: number
  #offset: number

  /** A view of `bytes` from `start` to `end`; offsets in errors count from the start of `bytes`. */
  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes
    this.#offset = start
    this.#end = end
  }

  get offset(): number {
    return this.#offset
  }

  get remaining(): number {
    return this.#end - this.#offset
  }

  /** The next octet without taking it; undefined at the end. */
  peek(): number | undefined {
    return this.#offset < this.#end ? this.#bytes[this.#offset] : undefined
  }

  u8(): number {
    return this.#uint(1)
  }

  u16(): number {
    return this.#uint(2)
  }

  u32(): number {
    return this.#uint(4)
  }

  u64(): bigint {
    this.#need(8)
    const high = this.#uint(4)
    return (BigInt(high) << 32n) | BigInt(this.#uint(4))
  }

  /** The next `length` octets, not copied. */
  take(length: number): Uint8Array {
    this.#need(length)
    this.#offset += length
    return this.#bytes.subarray(this.#offset - length, this.#offset)
  }

  rest(): Uint8Array {
    return this.take(this.remaining)
  }

  /** A cursor over the next `length` octets, which are taken from this one. */
  sub(length: number): Cursor {
    this.#need(length)
    this.#offset += length
    return new Cursor(this.#bytes, this.#offset - length, this.#offset)
  }

  /** Runs a reader of several values; if it throws, the cursor is back where it was. */
  attempt<T>(read: () => T): T {
    const before = this.#offset
    try {
      return read()
    } catch (error) {
      this.#offset = before
      throw error
    }
  }

  /** @throws WireError trailing, unless everything was taken */
  end(): void {
    if (this.remaining > 0) throw new WireError('trailing', this.#offset, `${this.remaining} octets too many`)
  }

  #uint(length: 1 | 2 | 4): number {
    this.#need(length)
    let value = 0
    for (let index = 0; index < length; index++) value = value * 256 + (this.#bytes[this.#offset++] ?? 0)
    return value
  }

  #need(length: number): void {
    if (length >= 0 && length <= this.remaining) return
    throw new WireError('truncated', this.#offset, `${length} octets wanted, ${this.remaining} left`)
  }
}
