/** Capsule types and names. The format is type, length, value: see tlv.ts. RFC 9297 section 3.2. */

export {write, Reader} from './tlv.js'

/** RFC 9297 section 3.5. */
export const DATAGRAM = 0x00n

const NAMES: ReadonlyMap<bigint, string> = new Map([
  [0x00n, 'DATAGRAM'],
  [0x01n, 'ADDRESS_ASSIGN'],
  [0x02n, 'ADDRESS_REQUEST'],
  [0x03n, 'ROUTE_ADVERTISEMENT'],
  [0x11n, 'COMPRESSION_ASSIGN'],
  [0x12n, 'COMPRESSION_ACK'],
  [0x13n, 'COMPRESSION_CLOSE'],
  [0x272dda5en, 'WRAP_UP'],
])

/** Capsule types of this form are reserved to exercise "unknown is ignored" (RFC 9297 section 5.4). */
export function reserved(n: bigint): bigint {
  return 0x29n * n + 0x17n
}

export function name(type: bigint): string {
  const known = NAMES.get(type)
  if (known) return known
  const hex = `0x${type.toString(16)}`
  return type >= 0x17n && (type - 0x17n) % 0x29n === 0n ? `reserved ${hex}` : hex
}
