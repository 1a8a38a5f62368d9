// What decoders promise whatever the octets are, as assertions. Plain errors are findings; so is any error of a decoder
// that is not its own kind.
import assert from 'node:assert/strict'
import {Cursor} from '../../dist/lib/wire/cursor.js'
import {WireError} from '../../dist/lib/wire/error.js'

export {assert}

/**
 * Reads with a cursor: throws nothing but a WireError, and then has not moved.
 * @template T
 * @param {Cursor} cursor
 * @param {(cursor: Cursor) => T} read
 * @returns {{value: T, used: number} | undefined}
 */
export function readAt(cursor, read) {
  const before = cursor.offset
  try {
    const value = read(cursor)
    assert(cursor.offset >= before && cursor.remaining >= 0, 'a reader goes forward, and stays inside')
    return {value, used: cursor.offset - before}
  } catch (error) {
    expectWireError(error)
    assert.equal(cursor.offset, before, 'a failed read moves nothing')
    return undefined
  }
}

/** The same from the beginning of `bytes`. */
export function read(bytes, reader) {
  return readAt(new Cursor(bytes), reader)
}

/**
 * A reader of whole values.
 * @template T
 * @param {() => T} reader
 * @returns {T | undefined}
 */
export function wireValue(reader) {
  return allowing(WireError, reader)
}

/** Any other error is a finding. */
export function allowing(kind, work) {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof kind)) throw error
    if (error instanceof WireError) expectWireError(error)
    return undefined
  }
}

function expectWireError(error) {
  if (!(error instanceof WireError)) throw error
  assert(Number.isInteger(error.offset) && error.offset >= 0, 'a WireError says where')
}

export function sameBytes(actual, expected, why) {
  assert.equal(Buffer.compare(actual, expected), 0, why)
}

/**
 * What a value holds is in proportion to what it was read from.
 * @param {number} factor octets for an octet
 */
export function bounded(value, bytes, factor = 200) {
  const held = weight(value)
  assert(held <= factor * bytes.length + 512, `${held} octets are held for ${bytes.length}`)
}

/** Roughly what a value takes in memory: an object or an entry counts like a pointer. */
export function weight(value) {
  if (typeof value === 'string') return value.length + 8
  if (value instanceof Uint8Array) return value.length + 8
  if (Array.isArray(value)) return value.reduce((sum, member) => sum + weight(member), 8)
  if (value instanceof Map) return weight([...value])
  if (typeof value === 'object' && value !== null) return weight(Object.values(value))
  return 8
}

/** Cuts `bytes` where `places` say (each modulo what is left): how they come is not for the sender to decide. */
export function pieces(bytes, places) {
  const out = []
  let rest = bytes
  for (const place of places) {
    if (rest.length === 0) break
    const size = 1 + (place % rest.length)
    out.push(rest.subarray(0, size))
    rest = rest.subarray(size)
  }
  if (rest.length > 0) out.push(rest)
  return out
}

/** The first octet says how many of the next are places to cut at. */
export function splitting(bytes) {
  const count = (bytes[0] ?? 0) % 8
  return {places: [...bytes.subarray(1, 1 + count)], body: bytes.subarray(1 + count)}
}
