/** IPv4 fragmentation on the way (RFC 791 section 3.2): the only kind that routers may do. */
import {readOptions, writeOptions} from '../../wire/ip/options.js'
import {MF, write, type Ipv4Packet} from '../../wire/ip/v4.js'

/** Options with this bit belong into every piece. */
const COPIED = 0x80

/** Empty: no piece would fit. */
export function fragment(packet: Ipv4Packet, mtu: number): Uint8Array[] {
  const room = Math.floor((mtu - packet.headerLength) / 8) * 8
  if (room <= 0) return []
  const pieces: Uint8Array[] = []
  const {payload, flags, fragmentOffset} = packet
  for (let at = 0; at < payload.length; at += room) {
    const isLast = at + room >= payload.length
    pieces.push(
      write({
        ...packet,
        headerLength: undefined,
        totalLength: undefined,
        checksum: undefined,
        options: at === 0 ? packet.options : copied(packet.options),
        payload: payload.subarray(at, at + room),
        flags: isLast ? flags : flags | MF,
        fragmentOffset: fragmentOffset + at,
      }),
    )
  }
  return pieces
}

function copied(options: Uint8Array): Uint8Array {
  if (options.length === 0) return options
  const kept = readOptions(options, 'ipv4').options.filter(({kind}) => (kind & COPIED) !== 0)
  return writeOptions(kept, 'ipv4')
}
