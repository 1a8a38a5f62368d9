/**
 * ICMP (RFC 792) and ICMPv6 (RFC 4443): type, code, checksum, four octets that each type uses in its own way, and a
 * body. The two differ in numbers, and in that the checksum of ICMPv6 covers the addresses.
 */
import {concat} from '../bytes.js'
import type {Cursor} from '../cursor.js'
import {family, type Family} from '../ip/address.js'
import {internetChecksum, upperChecksum, type Ends} from '../ip/checksum.js'

export interface IcmpMessage {
  readonly type: number
  readonly code: number
  readonly checksum: number
  /** The four octets behind the checksum. */
  readonly rest: number
  readonly body: Uint8Array
}

export type IcmpFields = Omit<IcmpMessage, 'checksum'> & {readonly checksum?: number | undefined}

export const HEADER = 8
/** The protocol number of ICMP in packets of a family. */
export const PROTOCOL: Readonly<Record<Family, number>> = {4: 1, 6: 58}

/** All that is left is one message. @throws WireError truncated */
export function read(cursor: Cursor): IcmpMessage {
  return cursor.attempt(() => ({
    type: cursor.u8(),
    code: cursor.u8(),
    checksum: cursor.u16(),
    rest: cursor.u32(),
    body: cursor.rest(),
  }))
}

/** Of the family that the addresses are of. */
export function write({type, code, checksum, rest, body}: IcmpFields, ends: Ends): Uint8Array {
  const header = new Uint8Array(HEADER)
  const view = new DataView(header.buffer)
  view.setUint8(0, type)
  view.setUint8(1, code)
  view.setUint32(4, rest)
  const bytes = concat(header, body)
  new DataView(bytes.buffer).setUint16(2, checksum ?? sum(bytes, ends))
  return bytes
}

/** What a receiver would not accept, in words. */
export function problems(message: IcmpMessage, ends: Ends): string[] {
  if (sum(write(message, ends), ends) === 0) return []
  return [`the checksum 0x${message.checksum.toString(16).padStart(4, '0')} is wrong`]
}

function sum(bytes: Uint8Array, ends: Ends): number {
  return family(ends.source) === 4 ? internetChecksum(bytes) : upperChecksum(ends, PROTOCOL[6], bytes)
}
