/**
 * Options in headers: kind, length, value, with exceptions of one octet. IPv4 (RFC 791 section 3.1) and TCP (RFC 9293
 * section 3.1) count kind and length in the length, IPv6 (RFC 8200 section 4.2) does not.
 */
import {concat} from '../bytes.js'
import {Cursor} from '../cursor.js'
import {WireError} from '../error.js'

export interface Option {
  readonly kind: number
  /** Undefined where an option is nothing but its kind. */
  readonly data: Uint8Array | undefined
}

export interface OptionList {
  readonly options: readonly Option[]
  /** What comes behind "end of options", or cannot be read as options. */
  readonly rest: Uint8Array
  readonly malformed: boolean
}

export type OptionStyle = 'ipv4' | 'tcp' | 'ipv6'

const END = 0
const NOP = 1

/** Reads as far as it can. */
export function readOptions(bytes: Uint8Array, style: OptionStyle): OptionList {
  const cursor = new Cursor(bytes)
  const options: Option[] = []
  while (cursor.remaining > 0) {
    const option = readWhole(cursor, style)
    if (!option) return {options, rest: cursor.rest(), malformed: true}
    options.push(option)
    if (option.kind === END && style !== 'ipv6') break
  }
  return {options, rest: cursor.rest(), malformed: false}
}

function readWhole(cursor: Cursor, style: OptionStyle): Option | undefined {
  try {
    return cursor.attempt(() => readOne(cursor, style))
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}

function readOne(cursor: Cursor, style: OptionStyle): Option {
  const kind = cursor.u8()
  if (isBare(kind, style)) return {kind, data: undefined}
  const length = cursor.u8() - own(style)
  return {kind, data: cursor.take(length)}
}

export function writeOptions(options: readonly Option[], style: OptionStyle): Uint8Array {
  return concat(
    ...options.flatMap(({kind, data}) =>
      data ? [Uint8Array.of(kind, data.length + own(style)), data] : [Uint8Array.of(kind)],
    ),
  )
}

/** IPv6 has Pad1 alone; its PadN has a length. */
function isBare(kind: number, style: OptionStyle): boolean {
  return kind === END || (kind === NOP && style !== 'ipv6')
}

function own(style: OptionStyle): number {
  return style === 'ipv6' ? 0 : 2
}
