/**
 * A UDP packet with telling values in the fields of its header, to a port where nobody listens: the error that comes back
 * quotes it as it arrived, which shows what was changed on the way.
 */
import type {IpRig} from '../spec/tunnel-rig.js'
import type {Random} from '../spec/random.js'
import {equal} from '../wire/bytes.js'
import {Cursor} from '../wire/cursor.js'
import {WireError} from '../wire/error.js'
import {interpret, quotedPacket} from '../wire/icmp/meaning.js'
import * as icmp from '../wire/icmp/message.js'
import {family} from '../wire/ip/address.js'
import * as ip from '../wire/ip/packet.js'
import {DF} from '../wire/ip/v4.js'
import * as udp from '../wire/udp.js'

/** JSON as it is; null: this version of IP has no such field. */
export interface HeaderSeen {
  readonly 'DSCP and ECN': string
  readonly identification: string | null
  readonly flags: string | null
  readonly 'flow label': string | null
  readonly protocol: string
  readonly length: string
}

export interface MarkedPacket {
  readonly packet: Uint8Array
  readonly header: HeaderSeen
}

/** DSCP 10 (AF11), ECT(0): neither is what a careless writer puts there. */
const TOS = 0x2a
const DATA_BYTES = 32
/** Those that nobody is given: of the range for short-lived ports. */
const FIRST_PORT = 49_152

export function markedPacket(
  ends: {readonly source: string; readonly destination: string},
  random: Random,
): MarkedPacket {
  const port = (): number => FIRST_PORT + random.integer(0x10000 - FIRST_PORT)
  const payload = udp.write({sourcePort: port(), destinationPort: port(), payload: random.bytes(DATA_BYTES)}, ends)
  const id = 1 + random.integer(0xffff)
  const flowLabel = 1 + random.integer(0xfffff)
  const packet =
    family(ends.source) === 4
      ? ip.write({...ends, protocol: ip.PROTOCOL.UDP, payload, tos: TOS, id, flags: DF})
      : ip.write({...ends, nextHeader: ip.PROTOCOL.UDP, payload, trafficClass: TOS, flowLabel})
  return {packet, header: headerOf(ip.read(new Cursor(packet)))}
}

/** As the first "port unreachable" about it has them; undefined: there is none. */
export function headersQuoted(packets: IpRig['packets'], sent: Uint8Array): HeaderSeen | undefined {
  const ours = ip.read(new Cursor(sent))
  for (const {bytes} of packets) {
    const quoted = unlessBroken(() => quotedIn(bytes))
    if (quoted && isSame(ours, quoted)) return headerOf(quoted)
  }
  return undefined
}

function quotedIn(bytes: Uint8Array): ip.IpPacket | undefined {
  const packet = ip.read(new Cursor(bytes))
  const {protocol, payload, fragment} = ip.upper(packet)
  if (fragment || protocol !== icmp.PROTOCOL[packet.version]) return undefined
  const message = icmp.read(new Cursor(payload))
  const meaning = interpret(packet.version, message)
  // Anybody else would quote it as it was on the way, and not as it arrived.
  const isFromTarget = meaning.kind === 'unreachable' && message.code === (packet.version === 4 ? 3 : 4)
  return isFromTarget ? quotedPacket(meaning) : undefined
}

/** By addresses and ports. */
function isSame(ours: ip.IpPacket, quoted: ip.IpPacket): boolean {
  const [left, right] = [ip.upper(ours), ip.upper(quoted)]
  if (ours.source !== quoted.source || ours.destination !== quoted.destination) return false
  return right.payload.length >= 4 && equal(left.payload.subarray(0, 4), right.payload.subarray(0, 4))
}

function headerOf(packet: ip.IpPacket): HeaderSeen {
  const common = {protocol: String(ip.upper(packet).protocol), length: String(ip.totalLength(packet))}
  const tos = hex(ip.tos(packet))
  if (packet.version === 6) {
    return {'DSCP and ECN': tos, identification: null, flags: null, 'flow label': hex(packet.flowLabel), ...common}
  }
  const {id, flags} = packet
  return {'DSCP and ECN': tos, identification: hex(id), flags: hex(flags), 'flow label': null, ...common}
}

function hex(value: number): string {
  return `0x${value.toString(16)}`
}

function unlessBroken<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}
