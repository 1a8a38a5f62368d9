/** Faults in what a proxy makes of packets on their way: fields of theirs with other values, and checksums that fit again. */
import {Cursor} from '../wire/cursor.js'
import {WireError} from '../wire/error.js'
import * as ip from '../wire/ip/packet.js'
import type {Ipv4Fields} from '../wire/ip/v4.js'
import type {Ipv6Fields} from '../wire/ip/v6.js'
import * as udp from '../wire/udp.js'

interface Changes {
  readonly 4?: Partial<Ipv4Fields>
  readonly 6?: Partial<Ipv6Fields>
}

/** What is no packet stays as it is. */
export function rewritten(bytes: Uint8Array, changes: (packet: ip.IpPacket) => Changes): Uint8Array {
  try {
    const packet = ip.read(new Cursor(bytes))
    const change = changes(packet)
    // A length or a checksum of IPv4 that is left out is filled in.
    if (packet.version === 4) {
      return ip.write({...packet, totalLength: undefined, checksum: undefined, ...withUdp(packet, change[4])})
    }
    return ip.write({...packet, payloadLength: undefined, ...withUdp(packet, change[6])})
  } catch (error) {
    if (error instanceof WireError) return bytes
    throw error
  }
}

/** The checksum of UDP covers the addresses. */
function withUdp<T extends {readonly source?: string; readonly destination?: string}>(
  packet: ip.IpPacket,
  change: T | undefined,
): T | undefined {
  const {protocol, payload, fragment} = ip.upper(packet)
  const isMoved = change?.source !== undefined || change?.destination !== undefined
  if (!isMoved || protocol !== ip.PROTOCOL.UDP || fragment) return change
  const {source = packet.source, destination = packet.destination} = change
  const {sourcePort, destinationPort, payload: content} = udp.read(new Cursor(payload))
  return {...change, payload: udp.write({sourcePort, destinationPort, payload: content}, {source, destination})}
}
