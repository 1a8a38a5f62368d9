/**
 * IPv4 packets (RFC 791). A value holds everything that was on the wire, also what is wrong with it, so it is written as
 * it was read; `problems` says what is wrong. A writer fills in what it is not told, and writes what it is told.
 */
import {concat} from '../bytes.js'
import type {Cursor} from '../cursor.js'
import {WireError} from '../error.js'
import {fromOctets, toOctets} from './address.js'
import {internetChecksum} from './checksum.js'

export interface Ipv4Packet {
  readonly version: 4
  /** Octets: what the header says of itself. */
  readonly headerLength: number
  /** The whole octet: DSCP and ECN. */
  readonly tos: number
  /** Of the packet as it says, whatever there really is. */
  readonly totalLength: number
  readonly id: number
  /** Three bits: reserved, DF, MF. */
  readonly flags: number
  /** In octets. */
  readonly fragmentOffset: number
  readonly ttl: number
  readonly protocol: number
  readonly checksum: number
  readonly source: string
  readonly destination: string
  readonly options: Uint8Array
  /** Up to the total length, or as much of it as there is. */
  readonly payload: Uint8Array
  /** What stands behind the total length. */
  readonly trailing: Uint8Array
}

/** What is left out is filled in as it should be. */
export type Ipv4Fields = Pick<Ipv4Packet, 'source' | 'destination' | 'protocol' | 'payload'> & {
  readonly [Field in keyof Ipv4Packet]?: Ipv4Packet[Field] | undefined
}

export const DF = 2
export const MF = 1
export const HEADER = 20
const USUAL_TTL = 64

/**
 * All that is left is one packet. Cut off within the header it is no packet; cut off behind it, as in what ICMP quotes,
 * it is one with less payload than it says.
 * @throws WireError truncated, or malformed for another version or a header shorter than a header can be
 */
export function read(cursor: Cursor): Ipv4Packet {
  return cursor.attempt(() => {
    const at = cursor.offset
    const first = cursor.u8()
    if (first >> 4 !== 4) throw new WireError('malformed', at, `IP version ${first >> 4} is not 4`)
    const headerLength = (first & 15) * 4
    if (headerLength < HEADER) throw new WireError('malformed', at, `a header of ${headerLength} octets`)
    const fixed = readFixed(cursor)
    const options = cursor.take(headerLength - HEADER)
    const payload = cursor.take(Math.min(Math.max(0, fixed.totalLength - headerLength), cursor.remaining))
    return {version: 4, headerLength, ...fixed, options, payload, trailing: cursor.rest()}
  })
}

function readFixed(cursor: Cursor): Omit<Ipv4Packet, 'version' | 'headerLength' | 'options' | 'payload' | 'trailing'> {
  const [tos, totalLength, id, fragment] = [cursor.u8(), cursor.u16(), cursor.u16(), cursor.u16()]
  return {
    tos,
    totalLength,
    id,
    flags: fragment >> 13,
    fragmentOffset: (fragment & 0x1fff) * 8,
    ttl: cursor.u8(),
    protocol: cursor.u8(),
    checksum: cursor.u16(),
    source: fromOctets(cursor.take(4)),
    destination: fromOctets(cursor.take(4)),
  }
}

/** @throws RangeError if a length is not given and does not fit */
export function write(fields: Ipv4Fields): Uint8Array {
  const {payload, trailing = new Uint8Array(0)} = fields
  const options = filled(fields.options ?? new Uint8Array(0))
  const header = new Uint8Array(HEADER + options.length)
  const headerLength = fields.headerLength ?? fitting(header.length, 60)
  const view = new DataView(header.buffer)
  view.setUint8(0, 0x40 | ((headerLength >> 2) & 15))
  view.setUint8(1, fields.tos ?? 0)
  view.setUint16(2, fields.totalLength ?? fitting(header.length + payload.length, 0xffff))
  view.setUint16(4, fields.id ?? 0)
  view.setUint16(6, ((fields.flags ?? 0) << 13) | (((fields.fragmentOffset ?? 0) >> 3) & 0x1fff))
  view.setUint8(8, fields.ttl ?? USUAL_TTL)
  view.setUint8(9, fields.protocol)
  header.set(toOctets(fields.source), 12)
  header.set(toOctets(fields.destination), 16)
  header.set(options, HEADER)
  view.setUint16(10, fields.checksum ?? internetChecksum(header))
  return concat(header, payload, trailing)
}

/** What a receiver would not accept, in words. @param quoted as ICMP quotes it: cut off is not wrong */
export function problems(packet: Ipv4Packet, quoted = false): string[] {
  const found: string[] = []
  const {headerLength, totalLength, payload, trailing, flags} = packet
  const present = headerLength + payload.length
  if (totalLength < headerLength) found.push(`the total length ${totalLength} is less than the header's`)
  else if (totalLength > present && !quoted) found.push(`${totalLength - present} of ${totalLength} octets are missing`)
  if (trailing.length > 0) found.push(`${trailing.length} octets stand behind the end of the packet`)
  if (flags & 4) found.push('the reserved flag is set')
  const checksum = internetChecksum(write({...packet, payload: new Uint8Array(0), trailing: new Uint8Array(0)}))
  if (checksum !== 0) found.push(`the header checksum 0x${packet.checksum.toString(16).padStart(4, '0')} is wrong`)
  return found
}

/** To whole words, with "end of options". */
function filled(options: Uint8Array): Uint8Array {
  return concat(options, new Uint8Array(-options.length & 3))
}

function fitting(length: number, limit: number): number {
  if (length > limit) throw new RangeError(`${length} octets do not fit: the limit is ${limit}`)
  return length
}
