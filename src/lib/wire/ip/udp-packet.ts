/** A UDP datagram in an IP packet (RFC 768, RFC 791, RFC 8200), for captures: with checksums, and without fragments. */
import {internetChecksum} from './checksum.js'

export interface Endpoint {
  /** 4 octets or 16. */
  readonly ip: Uint8Array
  readonly port: number
}

export interface UdpPacket {
  /** Both of one family. */
  readonly source: Endpoint
  readonly destination: Endpoint
  /** The whole octet: DSCP and ECN. */
  readonly tos: number
  /** TTL or hop limit. */
  readonly ttl: number
  readonly payload: Uint8Array
}

const UDP = 17
const UDP_HEADER = 8
const MAX_LENGTH = 65535

/** The largest payload: an IPv4 header counts itself, an IPv6 header does not. */
export function maxPayload({ip}: Endpoint): number {
  return MAX_LENGTH - UDP_HEADER - (ip.length === 4 ? 20 : 0)
}

/** IP ID 0 and no flags. @throws RangeError if the payload does not fit */
export function write(packet: UdpPacket): Uint8Array {
  const {source, destination, payload} = packet
  if (payload.length > maxPayload(source)) throw new RangeError(`${payload.length} octets do not fit a UDP datagram`)
  const length = UDP_HEADER + payload.length
  const header = source.ip.length === 4 ? 20 : 40
  const out = new Uint8Array(header + length)
  const view = new DataView(out.buffer)
  if (header === 20) writeIpv4(out, view, packet)
  else writeIpv6(out, view, packet, length)
  view.setUint16(header, source.port)
  view.setUint16(header + 2, destination.port)
  view.setUint16(header + 4, length)
  out.set(payload, header + UDP_HEADER)
  const pseudo = Uint8Array.of(0, UDP, length >> 8, length & 0xff)
  // Zero would say that there is none.
  view.setUint16(header + 6, internetChecksum(source.ip, destination.ip, pseudo, out.subarray(header)) || 0xffff)
  return out
}

function writeIpv4(out: Uint8Array, view: DataView, {source, destination, tos, ttl}: UdpPacket): void {
  view.setUint8(0, 0x45)
  view.setUint8(1, tos)
  view.setUint16(2, out.length)
  view.setUint8(8, ttl)
  view.setUint8(9, UDP)
  out.set(source.ip, 12)
  out.set(destination.ip, 16)
  view.setUint16(10, internetChecksum(out.subarray(0, 20)))
}

function writeIpv6(out: Uint8Array, view: DataView, {source, destination, tos, ttl}: UdpPacket, length: number): void {
  view.setUint32(0, (6 << 28) | (tos << 20))
  view.setUint16(4, length)
  view.setUint8(6, UDP)
  view.setUint8(7, ttl)
  out.set(source.ip, 8)
  out.set(destination.ip, 24)
}
