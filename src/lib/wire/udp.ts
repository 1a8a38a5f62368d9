/** UDP (RFC 768): a value holds what was on the wire, a writer fills in what it is not told. */
import {concat} from './bytes.js'
import type {Cursor} from './cursor.js'
import {upperChecksum, type Ends} from './ip/checksum.js'

export interface UdpDatagram {
  readonly sourcePort: number
  readonly destinationPort: number
  /** As it says, whatever there really is. */
  readonly length: number
  /** Zero: there is none. */
  readonly checksum: number
  /** Up to the length, or as much of it as there is. */
  readonly payload: Uint8Array
  /** What stands behind the length. */
  readonly trailing: Uint8Array
}

export type UdpFields = Pick<UdpDatagram, 'sourcePort' | 'destinationPort' | 'payload'> & {
  readonly [Field in keyof UdpDatagram]?: UdpDatagram[Field] | undefined
}

export const HEADER = 8
const PROTOCOL = 17

/** All that is left is one datagram. @throws WireError truncated, within the header */
export function read(cursor: Cursor): UdpDatagram {
  return cursor.attempt(() => {
    const [sourcePort, destinationPort, length, checksum] = [cursor.u16(), cursor.u16(), cursor.u16(), cursor.u16()]
    const payload = cursor.take(Math.min(Math.max(0, length - HEADER), cursor.remaining))
    return {sourcePort, destinationPort, length, checksum, payload, trailing: cursor.rest()}
  })
}

/** @throws RangeError if the length is not given and does not fit */
export function write(fields: UdpFields, ends: Ends): Uint8Array {
  const length = fields.length ?? HEADER + fields.payload.length
  if (length > 0xffff) throw new RangeError(`${fields.payload.length} octets do not fit a UDP datagram`)
  const header = new Uint8Array(HEADER)
  const view = new DataView(header.buffer)
  view.setUint16(0, fields.sourcePort)
  view.setUint16(2, fields.destinationPort)
  view.setUint16(4, length)
  const bytes = concat(header, fields.payload, fields.trailing ?? new Uint8Array(0))
  // Zero would say that there is none.
  const checksum = fields.checksum ?? (upperChecksum(ends, PROTOCOL, bytes.subarray(0, length)) || 0xffff)
  new DataView(bytes.buffer).setUint16(6, checksum)
  return bytes
}

/** What a receiver would not accept, in words. */
export function problems(datagram: UdpDatagram, ends: Ends): string[] {
  const {length, checksum, payload} = datagram
  if (length < HEADER) return [`the length ${length} is less than the header's`]
  if (length > HEADER + payload.length) return [`${length - HEADER - payload.length} of ${length} octets are missing`]
  if (checksum === 0) return ends.source.includes(':') ? ['there is no checksum, which IPv6 does not allow'] : []
  const right = upperChecksum(ends, PROTOCOL, write({...datagram, trailing: undefined}, ends)) === 0
  return right ? [] : [`the checksum 0x${checksum.toString(16).padStart(4, '0')} is wrong`]
}
