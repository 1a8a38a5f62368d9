/** IP packets of either version: what both have, under one name each. */
import type {Cursor} from '../cursor.js'
import {WireError} from '../error.js'
import * as extensions from './extensions.js'
import * as ipv4 from './v4.js'
import * as ipv6 from './v6.js'

export type IpPacket = ipv4.Ipv4Packet | ipv6.Ipv6Packet

export const PROTOCOL = {ICMP: 1, TCP: 6, UDP: 17, ICMPV6: 58} as const

/** All that is left is one packet. @throws WireError truncated or malformed: no header that could be read */
export function read(cursor: Cursor): IpPacket {
  const first = cursor.peek()
  if (first === undefined) throw new WireError('truncated', cursor.offset, 'an IP packet is missing')
  switch (first >> 4) {
    case 4:
      return ipv4.read(cursor)
    case 6:
      return ipv6.read(cursor)
    default:
      throw new WireError('malformed', cursor.offset, `IP version ${first >> 4} is neither 4 nor 6`)
  }
}

export function write(packet: ipv4.Ipv4Fields | ipv6.Ipv6Fields): Uint8Array {
  return 'protocol' in packet ? ipv4.write(packet) : ipv6.write(packet)
}

/** What a receiver would not accept, in words. @param quoted as ICMP quotes it: cut off is not wrong */
export function problems(packet: IpPacket, quoted = false): string[] {
  return packet.version === 4 ? ipv4.problems(packet, quoted) : ipv6.problems(packet, quoted)
}

/** TTL or hop limit. */
export function hops(packet: IpPacket): number {
  return packet.version === 4 ? packet.ttl : packet.hopLimit
}

/** DSCP and ECN. */
export function tos(packet: IpPacket): number {
  return packet.version === 4 ? packet.tos : packet.trafficClass
}

/** Octets as the header says. */
export function totalLength(packet: IpPacket): number {
  return packet.version === 4 ? packet.totalLength : ipv6.HEADER + packet.payloadLength
}

export interface Upper {
  /** The first that is no extension header. */
  readonly protocol: number
  /** Of a fragment other than the first this does not begin with that protocol's header. */
  readonly payload: Uint8Array
  readonly fragment: {readonly offset: number; readonly more: boolean; readonly id: number} | undefined
  /** False: the chain of extension headers is cut off, and the protocol not known. */
  readonly complete: boolean
}

/** What the packet carries. */
export function upper(packet: IpPacket): Upper {
  if (packet.version === 6) return extensions.readChain(packet.nextHeader, packet.payload)
  const {protocol, payload, flags, fragmentOffset: offset, id} = packet
  const more = (flags & ipv4.MF) !== 0
  return {protocol, payload, fragment: more || offset > 0 ? {offset, more, id} : undefined, complete: true}
}

export function isIcmp(protocol: number): boolean {
  return protocol === PROTOCOL.ICMP || protocol === PROTOCOL.ICMPV6
}

/**
 * A copy one hop further on (RFC 9484 section 7.2: upon encapsulation). The checksum of IPv4 is corrected by the
 * difference (RFC 1624), so one that was wrong stays wrong. Undefined: no hop is left, or it is no packet.
 */
export function forwarded(bytes: Uint8Array): Uint8Array | undefined {
  const version = (bytes[0] ?? 0) >> 4
  const [at, header] = version === 4 ? [8, ipv4.HEADER] : [7, ipv6.HEADER]
  const left = bytes[at] ?? 0
  if ((version !== 4 && version !== 6) || bytes.length < header || left <= 1) return undefined
  const copy = bytes.slice()
  copy[at] = left - 1
  if (version === 6) return copy
  // The word with the TTL in its upper half became less by 0x100, so the sum's complement grows by as much.
  const sum = (((copy[10] ?? 0) << 8) | (copy[11] ?? 0)) + 0x100
  const folded = (sum & 0xffff) + (sum >> 16)
  copy[10] = folded >> 8
  copy[11] = folded & 0xff
  return copy
}
