/** What a router looks at in a packet, read once; and what kind of address one is. */
import {Cursor} from '../../wire/cursor.js'
import {WireError} from '../../wire/error.js'
import {isError} from '../../wire/icmp/meaning.js'
import {toOctets, type Family} from '../../wire/ip/address.js'
import {internetChecksum} from '../../wire/ip/checksum.js'
import {readOptions} from '../../wire/ip/options.js'
import {hops, isIcmp, read, totalLength, upper, type IpPacket} from '../../wire/ip/packet.js'
import {DF} from '../../wire/ip/v4.js'

export interface Facts {
  readonly bytes: Uint8Array
  readonly packet: IpPacket
  readonly family: Family
  readonly source: string
  readonly destination: string
  /** The first that is no extension header (RFC 9484 section 4.8); undefined: cut off before it. */
  readonly protocol: number | undefined
  readonly isIcmpError: boolean
  readonly isLaterFragment: boolean
  /** Nobody on the way may cut it in pieces. */
  readonly keepsWhole: boolean
  readonly hops: number
  /** The packet contradicts itself. */
  readonly malformed: boolean
}

/** undefined: no IP packet at all. */
export function inspect(bytes: Uint8Array): Facts | undefined {
  const packet = readWhole(bytes)
  if (!packet) return undefined
  const {protocol, payload, fragment, complete} = upper(packet)
  const isLaterFragment = (fragment?.offset ?? 0) > 0
  const {version, source, destination} = packet
  return {
    bytes,
    packet,
    family: version,
    source,
    destination,
    protocol: complete ? protocol : undefined,
    // A type that is not there may have been that of an error.
    isIcmpError: isIcmp(protocol) && !isLaterFragment && isError(version, payload[0] ?? 3),
    isLaterFragment,
    keepsWhole: packet.version === 6 || (packet.flags & DF) !== 0,
    hops: hops(packet),
    malformed: isMalformed(bytes, packet),
  }
}

/** Packets are carried whole and alone (RFC 9484 section 6); only of IPv4 the header has a checksum of its own. */
function isMalformed(bytes: Uint8Array, packet: IpPacket): boolean {
  if (totalLength(packet) !== bytes.length) return true
  return packet.version === 4 && internetChecksum(bytes.subarray(0, packet.headerLength)) !== 0
}

function readWhole(bytes: Uint8Array): IpPacket | undefined {
  try {
    return read(new Cursor(bytes))
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}

/** Loose and strict source routes (RFC 791). */
const SOURCE_ROUTES = new Set([131, 137])

export function isSourceRouted({packet}: Facts): boolean {
  if (packet.version === 6 || packet.options.length === 0) return false
  return readOptions(packet.options, 'ipv4').options.some(({kind}) => SOURCE_ROUTES.has(kind))
}

export type AddressKind = 'unicast' | 'link-local' | 'multicast' | 'other'

/** `other`: unspecified, loopback, broadcast, reserved, IPv4 in IPv6. */
export function kindOf(address: string): AddressKind {
  const octets = toOctets(address)
  const [first = 0, second = 0] = octets
  if (octets.length === 4) {
    if (first === 169 && second === 254) return 'link-local'
    if (first >= 224 && first < 240) return 'multicast'
    return first === 0 || first === 127 || first >= 240 ? 'other' : 'unicast'
  }
  if (first === 0xff) return 'multicast'
  if (first === 0xfe && (second & 0xc0) === 0x80) return 'link-local'
  // ::/8 holds the unspecified, loopback and mapped addresses, and nothing that is routed.
  return first === 0 && second !== 0x64 ? 'other' : 'unicast'
}
