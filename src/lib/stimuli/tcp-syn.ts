/** A single SYN in a packet of its own, and segments that answer it: whether somebody listens, or is there at all. */
import {Cursor} from '../wire/cursor.js'
import {WireError} from '../wire/error.js'
import type {Ends} from '../wire/ip/checksum.js'
import {family} from '../wire/ip/address.js'
import * as ip from '../wire/ip/packet.js'
import * as tcp from '../wire/tcp.js'

export interface Ports {
  readonly sourcePort: number
  readonly destinationPort: number
}

export function synPacket({source, destination}: Ends, ports: Ports): Uint8Array {
  const ends = {source, destination}
  const payload = tcp.write({...ports, flags: tcp.FLAG.SYN}, ends)
  const protocol = ip.PROTOCOL.TCP
  return family(source) === 4
    ? ip.write({...ends, protocol, payload})
    : ip.write({...ends, nextHeader: protocol, payload})
}

/** A segment from there, whatever it says. */
export function isAnswerTo({destination}: Ends, {sourcePort, destinationPort}: Ports, bytes: Uint8Array): boolean {
  try {
    const packet = ip.read(new Cursor(bytes))
    const {protocol, payload} = ip.upper(packet)
    if (packet.source !== destination || protocol !== ip.PROTOCOL.TCP) return false
    const segment = tcp.read(new Cursor(payload))
    return segment.sourcePort === destinationPort && segment.destinationPort === sourcePort
  } catch (error) {
    if (error instanceof WireError) return false
    throw error
  }
}
