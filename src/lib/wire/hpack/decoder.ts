/**
 * Header blocks of HTTP/2 to fields: RFC 7541. One decoder for each direction of a connection, every block in order:
 * also a block that nobody wants changes the table, so one that is too large is read to its end and then refused.
 */
import {Cursor} from '../cursor.js'
import {WireError} from '../error.js'
import type {Field} from '../qpack/field-section.js'
import {DynamicTable} from './dynamic-table.js'
import * as integer from './integer.js'
import type {TableField} from './static-table.js'
import * as string from './string.js'

/** As long as nobody announces SETTINGS_HEADER_TABLE_SIZE (RFC 9113 section 6.5.2). */
export const DEFAULT_TABLE_SIZE = 4096

/** What the octets of one representation come to. */
type Step =
  {readonly kind: 'field'; readonly field: Field; readonly insert: boolean} | {readonly kind: 'resize'; size: number}

export class Decoder {
  readonly #table: DynamicTable

  /** @param limit what we announced as SETTINGS_HEADER_TABLE_SIZE: the encoder may use less, never more */
  constructor(private readonly limit = DEFAULT_TABLE_SIZE) {
    this.#table = new DynamicTable(limit)
  }

  /** Octets the dynamic table holds, as section 4.1 counts them. */
  get tableSize(): number {
    return this.#table.size
  }

  /**
   * After any error but too-large the table is not what the encoder thinks, and no block can be read any more.
   * @param maxBytes names, values and 32 octets for each field, as SETTINGS_MAX_HEADER_LIST_SIZE counts
   * @throws WireError
   */
  read(block: Uint8Array, maxBytes = Infinity): Field[] {
    const cursor = new Cursor(block)
    const fields: Field[] = []
    let size = 0
    let tooLargeAt: number | undefined
    while (cursor.remaining > 0) {
      const step = this.#step(cursor, size > 0)
      if (step.kind === 'resize') {
        this.#table.resize(step.size)
        continue
      }
      if (step.insert) this.#table.insert({name: step.field.name, value: step.field.value})
      size += step.field.name.length + step.field.value.length + 32
      if (size > maxBytes) tooLargeAt ??= cursor.offset
      else fields.push(step.field)
    }
    if (tooLargeAt === undefined) return fields
    throw new WireError('too-large', tooLargeAt, `the fields take ${size} octets, and ${maxBytes} are taken`)
  }

  #step(cursor: Cursor, inside: boolean): Step {
    const at = cursor.offset
    const first = cursor.peek() ?? 0
    if (first & 0x80) return {kind: 'field', field: {...this.#entry(integer.read(cursor, 7), at)}, insert: false}
    if (first & 0x40) return {kind: 'field', field: this.#literal(cursor, 6, at), insert: true}
    if (first & 0x20) return this.#resize(cursor, inside)
    const neverIndexed = (first & 0x10) !== 0
    const field = this.#literal(cursor, 4, at)
    return {kind: 'field', field: neverIndexed ? {...field, neverIndexed} : field, insert: false}
  }

  #resize(cursor: Cursor, inside: boolean): Step {
    const at = cursor.offset
    const size = integer.read(cursor, 5)
    // RFC 7541 section 4.2: changes stand at the beginning of a block.
    if (inside) throw new WireError('malformed', at, 'a change of the table size after a field')
    if (size <= this.limit) return {kind: 'resize', size}
    throw new WireError('malformed', at, `a table of ${size} octets, and ${this.limit} are allowed`)
  }

  #literal(cursor: Cursor, prefixBits: number, at: number): TableField {
    const index = integer.read(cursor, prefixBits)
    const name = index === 0 ? string.read(cursor, 7) : this.#entry(index, at).name
    return {name, value: string.read(cursor, 7)}
  }

  #entry(index: number, at: number): TableField {
    const entry = index === 0 ? undefined : this.#table.get(index)
    if (!entry) throw new WireError('no-such-entry', at, `there is no table entry ${index}`)
    return entry
  }
}
