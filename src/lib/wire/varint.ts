/**
 * Variable-length integers of RFC 9000 section 16. The width is kept: non-minimal forms are legal
 * almost everywhere, have bitten implementations, and a tester must be able to see and send them.
 */
import type {Cursor} from './cursor.js'
import {WireError} from './error.js'

export type Width = 1 | 2 | 4 | 8

export interface Varint {
  readonly value: bigint
  readonly width: Width
}

export const MAX = (1n << 62n) - 1n

const WIDTHS: readonly Width[] = [1, 2, 4, 8]

/** @throws WireError truncated; the cursor then has not moved */
export function read(cursor: Cursor): Varint {
  const width = nextWidth(cursor)
  const bytes = cursor.take(width)
  let value = BigInt((bytes[0] ?? 0) & 0x3f)
  for (let index = 1; index < width; index++) value = (value << 8n) | BigInt(bytes[index] ?? 0)
  return {value, width}
}

/** For values that are sizes or counts. @throws WireError truncated; too-large above 2^53 - 1 */
export function readNumber(cursor: Cursor): number {
  return cursor.attempt(() => {
    const at = cursor.offset
    const {value} = read(cursor)
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new WireError('too-large', at, `${value} is beyond 2^53`)
    return Number(value)
  })
}

/**
 * @param width more than needed is allowed (non-minimal); by default the shortest
 * @throws RangeError if the value does not fit
 */
export function write(value: bigint | number, width: Width = size(value)): Uint8Array {
  let rest = BigInt(value)
  if (rest < 0n || rest >= 1n << BigInt(width * 8 - 2)) throw new RangeError(`${rest} does not fit in ${width} octets`)
  const out = new Uint8Array(width)
  for (let index = width - 1; index >= 0; index--) {
    out[index] = Number(rest & 0xffn)
    rest >>= 8n
  }
  out[0] = (out[0] ?? 0) | (WIDTHS.indexOf(width) << 6)
  return out
}

/** The shortest width. @throws RangeError beyond 62 bits */
export function size(value: bigint | number): Width {
  const number = BigInt(value)
  const width = WIDTHS.find(candidate => number < 1n << BigInt(candidate * 8 - 2))
  if (number < 0n || width === undefined) throw new RangeError(`${number} is not an integer of 62 bits`)
  return width
}

function nextWidth(cursor: Cursor): Width {
  const first = cursor.peek()
  if (first === undefined) throw new WireError('truncated', cursor.offset, 'an integer is missing')
  return WIDTHS[first >> 6] ?? 1
}

/**
 * The bulk path: value and width at `offset` without objects. The result is the value times 16 plus the
 * width, exact for values below 2^49; -1 where that does not hold or the buffer ends.
 */
export function peekFast(bytes: Uint8Array, offset: number, end: number): number {
  const first = bytes[offset]
  if (first === undefined || offset >= end) return -1
  const width = 1 << (first >> 6)
  if (offset + width > end || (width === 8 && ((first & 0x3f) !== 0 || (bytes[offset + 1] ?? 0) > 1))) return -1
  let value = first & 0x3f
  for (let index = 1; index < width; index++) value = value * 256 + (bytes[offset + index] ?? 0)
  return value * 16 + width
}
