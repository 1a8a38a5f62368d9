/** HTTP/3 frame and stream types. The format is type, length, value: see tlv.ts. RFC 9114 sections 6.2 and 7.2. */

export {write, Reader} from './tlv.js'

export const DATA = 0x00n
export const HEADERS = 0x01n
export const CANCEL_PUSH = 0x03n
export const SETTINGS = 0x04n
export const PUSH_PROMISE = 0x05n
export const GOAWAY = 0x07n
export const MAX_PUSH_ID = 0x0dn

/** Frame types that exist in HTTP/2 only; receiving one is H3_FRAME_UNEXPECTED (RFC 9114 section 7.2.8). */
export const HTTP2_ONLY: ReadonlySet<bigint> = new Set([0x02n, 0x06n, 0x08n, 0x09n])

export const stream = {
  CONTROL: 0x00n,
  PUSH: 0x01n,
  QPACK_ENCODER: 0x02n,
  QPACK_DECODER: 0x03n,
} as const

const NAMES: ReadonlyMap<bigint, string> = new Map([
  [DATA, 'DATA'],
  [HEADERS, 'HEADERS'],
  [CANCEL_PUSH, 'CANCEL_PUSH'],
  [SETTINGS, 'SETTINGS'],
  [PUSH_PROMISE, 'PUSH_PROMISE'],
  [GOAWAY, 'GOAWAY'],
  [MAX_PUSH_ID, 'MAX_PUSH_ID'],
])

export function name(type: bigint): string {
  return NAMES.get(type) ?? `${isReserved(type) ? 'reserved ' : ''}0x${type.toString(16)}`
}

/** 0x1f * N + 0x21: frame, stream, setting and error identifiers that mean nothing on purpose (GREASE). */
export function isReserved(identifier: bigint): boolean {
  return identifier >= 0x21n && (identifier - 0x21n) % 0x1fn === 0n
}

export function reserved(n: bigint): bigint {
  return 0x1fn * n + 0x21n
}
