/**
 * What the sender of a packet is told that does not fit the tunnel (RFC 9484 section 10.1): Packet Too Big, or
 * Fragmentation Needed. It comes from where the packet was going, as the tunnel has no address of its own on our side.
 */
import {Cursor} from '../../wire/cursor.js'
import {WireError} from '../../wire/error.js'
import {compose, isError, quotation} from '../../wire/icmp/meaning.js'
import {PROTOCOL, write} from '../../wire/icmp/message.js'
import {isIcmp, read, upper, write as writePacket} from '../../wire/ip/packet.js'
import {DF} from '../../wire/ip/v4.js'

/** Undefined where no error may be sent: about errors, later fragments, and what could have been fragmented. */
export function tooBig(packet: Uint8Array, mtu: number): Uint8Array | undefined {
  const about = readable(packet)
  if (!about) return undefined
  const {protocol, payload, fragment} = upper(about)
  if ((fragment?.offset ?? 0) > 0) return undefined
  if (about.version === 4 && (about.flags & DF) === 0) return undefined
  if (isIcmp(protocol) && isError(about.version, payload[0] ?? 0)) return undefined
  const ends = {source: about.destination, destination: about.source}
  const quote = quotation(packet)
  const message = write(compose(about.version, {kind: 'packet-too-big', mtu, quote, extensions: NONE}), ends)
  return about.version === 4
    ? writePacket({...ends, protocol: PROTOCOL[4], payload: message})
    : writePacket({...ends, nextHeader: PROTOCOL[6], payload: message})
}

const NONE = new Uint8Array(0)

function readable(packet: Uint8Array): ReturnType<typeof read> | undefined {
  try {
    return read(new Cursor(packet))
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}
