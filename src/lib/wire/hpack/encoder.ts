/**
 * Fields to header blocks: RFC 7541. How each field is written can be chosen, right or wrong: a tester sends names in
 * capitals, references to nothing and tables larger than allowed.
 */
import {concat} from '../bytes.js'
import type {Field} from '../qpack/field-section.js'
import {DEFAULT_TABLE_SIZE} from './decoder.js'
import {DynamicTable} from './dynamic-table.js'
import * as integer from './integer.js'
import * as string from './string.js'

export type Representation =
  /** As an index where the table has the field, otherwise incremental. */
  | 'shortest'
  /** A literal that goes into the table (RFC 7541 section 6.2.1). */
  | 'incremental'
  /** A literal that does not (section 6.2.2). */
  | 'without'
  /** A literal that no intermediary may put into a table either (section 6.2.3). */
  | 'never'

export interface EncodeField extends Field {
  readonly representation?: Representation
  /** Write the name out although the table has it. */
  readonly literalName?: boolean
}

export class Encoder {
  readonly #table: DynamicTable

  /** @param capacity what the peer announced as SETTINGS_HEADER_TABLE_SIZE, or less after a `resize` */
  constructor(
    capacity = DEFAULT_TABLE_SIZE,
    private readonly huffman = true,
  ) {
    this.#table = new DynamicTable(capacity)
  }

  get tableSize(): number {
    return this.#table.size
  }

  write(fields: readonly EncodeField[]): Uint8Array {
    return concat(...fields.map(field => this.#field(field)))
  }

  /** To stand at the beginning of a block (section 4.2). */
  resize(capacity: number): Uint8Array {
    this.#table.resize(capacity)
    return Uint8Array.from(integer.write(capacity, 5, 0x20))
  }

  #field({name, value, neverIndexed, representation, literalName = false}: EncodeField): Uint8Array {
    const how = representation ?? (neverIndexed ? 'never' : 'shortest')
    const found = this.#table.find(name, value)
    if (how === 'shortest' && found.exact !== undefined) return indexed(found.exact)
    const index = literalName ? undefined : (found.exact ?? found.name)
    const parts = [
      Uint8Array.from(
        how === 'never' || how === 'without' ? literalHead(how, index) : integer.write(index ?? 0, 6, 0x40),
      ),
      ...(index === undefined ? [string.write(name, 7, 0, this.huffman)] : []),
      string.write(value, 7, 0, this.huffman),
    ]
    if (how === 'shortest' || how === 'incremental') this.#table.insert({name, value})
    return concat(...parts)
  }
}

/** A reference to an entry, whether there is one or not (section 6.1). */
export function indexed(index: number): Uint8Array {
  return Uint8Array.from(integer.write(index, 7, 0x80))
}

function literalHead(how: 'never' | 'without', index: number | undefined): number[] {
  return integer.write(index ?? 0, 4, how === 'never' ? 0x10 : 0)
}
