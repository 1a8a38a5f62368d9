/** Prefixed integers of RFC 7541 section 5.1, which QPACK uses as well, up to 2^53 - 1. */
import type {Cursor} from '../cursor.js'
import {WireError} from '../error.js'

/** QPACK requires 62 bits, HPACK names no limit; nothing we accept needs more than this, and more is only an attack. */
const LIMIT = Number.MAX_SAFE_INTEGER

/**
 * @param prefixBits how many low bits of the first octet belong to the integer, 1 to 8
 * @throws WireError truncated or too-large; the cursor then has not moved
 */
export function read(cursor: Cursor, prefixBits: number): number {
  return cursor.attempt(() => {
    const at = cursor.offset
    const mask = 2 ** prefixBits - 1
    let value = cursor.u8() & mask
    if (value < mask) return value
    let factor = 1
    for (;;) {
      const octet = cursor.u8()
      value += (octet & 0x7f) * factor
      if (value > LIMIT || factor > 2 ** 63) throw new WireError('too-large', at, 'an integer beyond 2^53')
      if (octet < 0x80) return value
      factor *= 128
    }
  })
}

/** @param flags the bits of the first octet above the prefix */
export function write(value: number, prefixBits: number, flags = 0): number[] {
  const mask = 2 ** prefixBits - 1
  if (value < mask) return [flags | value]
  const out = [flags | mask]
  let rest = value - mask
  while (rest >= 128) {
    out.push((rest % 128) | 0x80)
    rest = Math.floor(rest / 128)
  }
  out.push(rest)
  return out
}
