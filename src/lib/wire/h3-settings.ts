/**
 * HTTP/3 SETTINGS as they were on the wire: order, duplicates and widths kept. RFC 9114 section 7.2.4.
 * Draft code points of H3_DATAGRAM have names too: a proxy that knows only those must be told so in words.
 */
import {concat} from './bytes.js'
import {Cursor} from './cursor.js'
import {WireError} from './error.js'
import {isReserved} from './h3-frame.js'
import * as varint from './varint.js'

export interface Setting {
  readonly id: bigint
  readonly value: bigint
  readonly idWidth?: varint.Width
  readonly valueWidth?: varint.Width
}

export const QPACK_MAX_TABLE_CAPACITY = 0x01n
export const MAX_FIELD_SECTION_SIZE = 0x06n
export const QPACK_BLOCKED_STREAMS = 0x07n
export const ENABLE_CONNECT_PROTOCOL = 0x08n
export const H3_DATAGRAM = 0x33n

/** Code points of H3_DATAGRAM before the RFC, newest first. */
export const DRAFT_DATAGRAM: ReadonlyMap<bigint, string> = new Map([
  [0xffd277n, 'draft-ietf-masque-h3-datagram-04 to -08'],
  [0xffd276n, 'draft-ietf-masque-h3-datagram-01 to -03'],
  [0x276n, 'draft-ietf-masque-h3-datagram-00'],
])

/** Meaningful in HTTP/2 only; receiving one is H3_SETTINGS_ERROR (RFC 9114 section 7.2.4.1). */
const HTTP2_ONLY: ReadonlySet<bigint> = new Set([0x00n, 0x02n, 0x03n, 0x04n, 0x05n])

const NAMES: ReadonlyMap<bigint, string> = new Map([
  [QPACK_MAX_TABLE_CAPACITY, 'QPACK_MAX_TABLE_CAPACITY'],
  [MAX_FIELD_SECTION_SIZE, 'MAX_FIELD_SECTION_SIZE'],
  [QPACK_BLOCKED_STREAMS, 'QPACK_BLOCKED_STREAMS'],
  [ENABLE_CONNECT_PROTOCOL, 'ENABLE_CONNECT_PROTOCOL'],
  [H3_DATAGRAM, 'H3_DATAGRAM'],
  [0x2b603742n, 'ENABLE_WEBTRANSPORT (draft)'],
  [0xc671706an, 'WEBTRANSPORT_MAX_SESSIONS (draft)'],
  [0x14e9cd29n, 'WT_MAX_SESSIONS (draft)'],
  [0x2c7cf000n, 'WT_ENABLED (draft)'],
])

export function name(id: bigint): string {
  const draft = DRAFT_DATAGRAM.get(id)
  if (draft) return `H3_DATAGRAM (${draft})`
  return NAMES.get(id) ?? (isReserved(id) ? `reserved 0x${id.toString(16)}` : `0x${id.toString(16)}`)
}

/** @throws WireError truncated, if the payload ends inside a setting */
export function read(payload: Uint8Array): Setting[] {
  const cursor = new Cursor(payload)
  const settings: Setting[] = []
  while (cursor.remaining > 0) settings.push(readSetting(cursor))
  return settings
}

function readSetting(cursor: Cursor): Setting {
  const id = varint.read(cursor)
  const value = varint.read(cursor)
  return {id: id.value, value: value.value, idWidth: id.width, valueWidth: value.width}
}

/** Those that are whole, whatever follows them. */
export function readLeniently(payload: Uint8Array): Setting[] {
  const cursor = new Cursor(payload)
  const settings: Setting[] = []
  try {
    while (cursor.remaining > 0) settings.push(readSetting(cursor))
  } catch (error) {
    if (!(error instanceof WireError)) throw error
  }
  return settings
}

export function write(settings: readonly Setting[]): Uint8Array {
  return concat(
    ...settings.flatMap(({id, value, idWidth, valueWidth}) => [
      varint.write(id, idWidth),
      varint.write(value, valueWidth),
    ]),
  )
}

/** The value of the first setting with this identifier. */
export function value(settings: readonly Setting[], id: bigint): bigint | undefined {
  return settings.find(setting => setting.id === id)?.value
}

/** What obliges a receiver to close with H3_SETTINGS_ERROR, in words; empty when all is well. */
export function violations(settings: readonly Setting[]): string[] {
  const found: string[] = []
  const seen = new Set<bigint>()
  for (const {id, value: setting} of settings) {
    if (seen.has(id)) found.push(`${name(id)} occurs twice`)
    seen.add(id)
    if (HTTP2_ONLY.has(id)) found.push(`0x${id.toString(16)} is reserved: it belongs to HTTP/2`)
    if ((id === H3_DATAGRAM || id === ENABLE_CONNECT_PROTOCOL) && setting > 1n) {
      found.push(`${name(id)} is ${setting}: only 0 and 1 are allowed`)
    }
  }
  return found
}
