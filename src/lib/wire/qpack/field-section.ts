/**
 * Field sections of HTTP/3: RFC 9204 section 4.5. We announce a dynamic table of capacity 0, so a
 * peer may refer to the static table only; a reference to anything else is diagnosed, not followed.
 */
import {concat} from '../bytes.js'
import {Cursor} from '../cursor.js'
import {WireError} from '../error.js'
import * as integer from '../hpack/integer.js'
import {STATIC_TABLE, findField, findName, type StaticField} from './static-table.js'
import * as string from '../hpack/string.js'

export interface Field {
  readonly name: string
  readonly value: string
  /** Sent as a literal that intermediaries must not put into a table (RFC 9204 section 7.1.3). */
  readonly neverIndexed?: boolean
}

export interface EncodeOptions {
  readonly huffman?: boolean
  /** Write names and values out although the table has them: for testing other people's decoders. */
  readonly literal?: boolean
}

/** Nothing is checked: a tester sends names in capitals and pseudo-headers in the wrong place. */
export function write(fields: readonly Field[], {huffman = true, literal = false}: EncodeOptions = {}): Uint8Array {
  // Required Insert Count 0, Base 0: no dynamic table is used.
  const prefix = Uint8Array.of(0, 0)
  return concat(prefix, ...fields.map(field => writeField(field, huffman, literal)))
}

function writeField(field: Field, huffman: boolean, literal: boolean): Uint8Array {
  const exact = literal || field.neverIndexed ? undefined : findField(field.name, field.value)
  if (exact !== undefined) return Uint8Array.from(integer.write(exact, 6, 0xc0))
  const never = field.neverIndexed ? 1 : 0
  const name = literal ? undefined : findName(field.name)
  const head =
    name === undefined
      ? string.write(field.name, 3, 0x20 | (never << 4), huffman)
      : Uint8Array.from(integer.write(name, 4, 0x50 | (never << 5)))
  return concat(head, string.write(field.value, 7, 0, huffman))
}

/**
 * @param maxBytes names, values and 32 octets for each field, as SETTINGS_MAX_FIELD_SECTION_SIZE counts
 *   (RFC 9114 section 4.2.2)
 * @throws WireError no-such-entry for a reference to the dynamic table, truncated, malformed or too-large
 */
export function read(bytes: Uint8Array, maxBytes = Infinity): Field[] {
  const cursor = new Cursor(bytes)
  const requiredInsertCount = integer.read(cursor, 8)
  integer.read(cursor, 7)
  if (requiredInsertCount !== 0) {
    throw new WireError(
      'no-such-entry',
      0,
      `needs ${requiredInsertCount} dynamic table entries, but the table has capacity 0`,
    )
  }
  const fields: Field[] = []
  let size = 0
  while (cursor.remaining > 0) {
    const field = readField(cursor)
    size += field.name.length + field.value.length + 32
    if (size > maxBytes) throw new WireError('too-large', cursor.offset, `the fields take more than ${maxBytes} octets`)
    fields.push(field)
  }
  return fields
}

function readField(cursor: Cursor): Field {
  const at = cursor.offset
  const first = cursor.peek() ?? 0
  if (first & 0x80) {
    const index = integer.read(cursor, 6)
    return staticField(index, (first & 0x40) !== 0, at)
  }
  if (first & 0x40) {
    const neverIndexed = (first & 0x20) !== 0
    const {name} = staticField(integer.read(cursor, 4), (first & 0x10) !== 0, at)
    return {name, value: string.read(cursor, 7), ...(neverIndexed && {neverIndexed})}
  }
  if (first & 0x20) {
    const neverIndexed = (first & 0x10) !== 0
    const name = string.read(cursor, 3)
    return {name, value: string.read(cursor, 7), ...(neverIndexed && {neverIndexed})}
  }
  throw new WireError('no-such-entry', at, 'refers to the dynamic table past its base, but the table has capacity 0')
}

function staticField(index: number, inStaticTable: boolean, at: number): StaticField {
  if (!inStaticTable) {
    throw new WireError('no-such-entry', at, `refers to dynamic table entry ${index}, but the table has capacity 0`)
  }
  const field = STATIC_TABLE[index]
  if (!field) throw new WireError('no-such-entry', at, `the static table has no entry ${index}`)
  return field
}
