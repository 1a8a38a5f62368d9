/**
 * IPv6 packets (RFC 8200 section 3), without what stands between the header and the payload: see extensions.ts. As in
 * v4.ts a value holds what was on the wire, `problems` says what is wrong, and a writer can be told to lie.
 */
import {concat} from '../bytes.js'
import type {Cursor} from '../cursor.js'
import {WireError} from '../error.js'
import {fromOctets, toOctets} from './address.js'

export interface Ipv6Packet {
  readonly version: 6
  /** The whole octet: DSCP and ECN. */
  readonly trafficClass: number
  readonly flowLabel: number
  /** As it says, whatever there really is. */
  readonly payloadLength: number
  /** Of an extension header, perhaps. */
  readonly nextHeader: number
  readonly hopLimit: number
  readonly source: string
  readonly destination: string
  /** Everything behind the fixed header: extension headers, too. */
  readonly payload: Uint8Array
  /** What stands behind the payload length. */
  readonly trailing: Uint8Array
}

/** What is left out is filled in as it should be. */
export type Ipv6Fields = Pick<Ipv6Packet, 'source' | 'destination' | 'nextHeader' | 'payload'> & {
  readonly [Field in keyof Ipv6Packet]?: Ipv6Packet[Field] | undefined
}

export const HEADER = 40
/** Every link carries packets of this size (RFC 8200 section 5). */
export const MIN_MTU = 1280
const USUAL_HOP_LIMIT = 64

/**
 * All that is left is one packet; less payload than it says is not an error here, as ICMP quotes packets cut off.
 * @throws WireError truncated, or malformed for another version
 */
export function read(cursor: Cursor): Ipv6Packet {
  return cursor.attempt(() => {
    const at = cursor.offset
    const first = cursor.u32()
    if (first >>> 28 !== 6) throw new WireError('malformed', at, `IP version ${first >>> 28} is not 6`)
    const [payloadLength, nextHeader, hopLimit] = [cursor.u16(), cursor.u8(), cursor.u8()]
    const source = fromOctets(cursor.take(16))
    const destination = fromOctets(cursor.take(16))
    const payload = cursor.take(Math.min(payloadLength, cursor.remaining))
    const [trafficClass, flowLabel] = [(first >>> 20) & 0xff, first & 0xfffff]
    const trailing = cursor.rest()
    return {
      version: 6,
      trafficClass,
      flowLabel,
      payloadLength,
      nextHeader,
      hopLimit,
      source,
      destination,
      payload,
      trailing,
    }
  })
}

/** @throws RangeError if the length is not given and does not fit */
export function write(fields: Ipv6Fields): Uint8Array {
  const {payload, trailing = new Uint8Array(0)} = fields
  const header = new Uint8Array(HEADER)
  const view = new DataView(header.buffer)
  view.setUint32(0, (6 << 28) | ((fields.trafficClass ?? 0) << 20) | (fields.flowLabel ?? 0))
  const length = fields.payloadLength ?? payload.length
  if (length > 0xffff) throw new RangeError(`${length} octets do not fit: the limit is 65535`)
  view.setUint16(4, length)
  view.setUint8(6, fields.nextHeader)
  view.setUint8(7, fields.hopLimit ?? USUAL_HOP_LIMIT)
  header.set(toOctets(fields.source), 8)
  header.set(toOctets(fields.destination), 24)
  return concat(header, payload, trailing)
}

/** What a receiver would not accept, in words. @param quoted as ICMP quotes it: cut off is not wrong */
export function problems({payloadLength, payload, trailing}: Ipv6Packet, quoted = false): string[] {
  const found: string[] = []
  const missing = payloadLength - payload.length
  if (missing > 0 && !quoted) found.push(`${missing} of ${payloadLength} octets of payload are missing`)
  if (trailing.length > 0) found.push(`${trailing.length} octets stand behind the end of the packet`)
  return found
}
