/** Fragments as a sender makes them: IPv4 as routers do, IPv6 with a header of its own (RFC 8200 section 4.5). */
import {Cursor} from '../../../wire/cursor.js'
import {chain, fragment as fragmentHeader} from '../../../wire/ip/extensions.js'
import {read, write} from '../../../wire/ip/packet.js'
import {HEADER} from '../../../wire/ip/v6.js'
import {fragment} from '../fragments.js'

const FRAGMENT_HEADER = 8

export function fragmentAtSource(bytes: Uint8Array, mtu: number, id: number): Uint8Array[] {
  const packet = read(new Cursor(bytes))
  if (packet.version === 4) return fragment(packet, mtu)
  const room = Math.floor((mtu - HEADER - FRAGMENT_HEADER) / 8) * 8
  const pieces: Uint8Array[] = []
  for (let at = 0; at < packet.payload.length; at += room) {
    const header = fragmentHeader({offset: at, more: at + room < packet.payload.length, id})
    const linked = chain([header], packet.nextHeader, packet.payload.subarray(at, at + room))
    pieces.push(write({...packet, ...linked, payloadLength: undefined}))
  }
  return pieces
}
