/**
 * Type, length, value with variable-length integers: what capsules (RFC 9297 section 3.2) and HTTP/3 frames
 * (RFC 9114 section 7.1) have in common. The reader takes bytes as they come, one at a time if need be, and
 * passes values on in pieces: nothing but a header is ever held back.
 */
import {concat} from './bytes.js'
import {Cursor} from './cursor.js'
import {WireError} from './error.js'
import * as varint from './varint.js'

export interface Header {
  readonly type: varint.Varint
  readonly length: varint.Varint
}

export type Part =
  /** `offset`: where in the stream the record begins. */
  | {readonly part: 'header'; readonly header: Header; readonly offset: number}
  | {readonly part: 'value'; readonly bytes: Uint8Array}
  | {readonly part: 'end'}

/** Widths by which a record is spoilt on purpose, or a length that lies. */
export interface Overrides {
  readonly typeWidth?: varint.Width
  readonly lengthWidth?: varint.Width
  readonly length?: bigint
}

/** @throws WireError truncated; the cursor then has not moved */
export function readHeader(cursor: Cursor): Header {
  return cursor.attempt(() => ({type: varint.read(cursor), length: varint.read(cursor)}))
}

export function write(type: bigint, value: Uint8Array, overrides: Overrides = {}): Uint8Array {
  const length = overrides.length ?? BigInt(value.length)
  return concat(varint.write(type, overrides.typeWidth), varint.write(length, overrides.lengthWidth), value)
}

export class Reader {
  #held: Uint8Array = new Uint8Array(0)
  /** Octets of the stream that were passed on. */
  #passed = 0
  /** Octets of the current value still to come; undefined between records. */
  #left: bigint | undefined;

  /** Takes the next bytes of the stream and yields what they complete. */
  *push(bytes: Uint8Array): Generator<Part, void, undefined> {
    let rest = bytes
    while (rest.length > 0) {
      if (this.#left === undefined) {
        const header = this.#header(rest)
        if (!header) return
        rest = header.rest
        yield {part: 'header', header: header.header, offset: this.#passed}
        this.#passed += header.size
        this.#left = header.header.length.value
      } else {
        const count = this.#left < BigInt(rest.length) ? Number(this.#left) : rest.length
        this.#left -= BigInt(count)
        this.#passed += count
        yield {part: 'value', bytes: rest.subarray(0, count)}
        rest = rest.subarray(count)
      }
      if (this.#left === 0n) {
        this.#left = undefined
        yield {part: 'end'}
      }
    }
  }

  /** True if the stream may end here. */
  get atBoundary(): boolean {
    return this.#left === undefined && this.#held.length === 0
  }

  /** @throws WireError truncated, if a record is cut off */
  end(): void {
    if (this.atBoundary) return
    const missing = this.#left === undefined ? 'in the middle of a header' : `${this.#left} octets before the end`
    throw new WireError('truncated', 0, `the stream ends ${missing}`)
  }

  /** A header is at most 16 octets, so holding an incomplete one costs nothing. */
  #header(bytes: Uint8Array): {header: Header; size: number; rest: Uint8Array} | undefined {
    const all = this.#held.length > 0 ? concat(this.#held, bytes) : bytes
    const cursor = new Cursor(all)
    try {
      const header = readHeader(cursor)
      this.#held = new Uint8Array(0)
      const rest = cursor.rest()
      return {header, size: all.length - rest.length, rest}
    } catch (error) {
      if (!(error instanceof WireError) || error.code !== 'truncated') throw error
      this.#held = Uint8Array.from(all)
      return undefined
    }
  }
}
