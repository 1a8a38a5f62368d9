/** Packets as tests send them, and what came back in words. */
import {Cursor} from '../../../../src/lib/wire/cursor.js'
import {compose, interpret, quotedPacket} from '../../../../src/lib/wire/icmp/meaning.js'
import * as icmp from '../../../../src/lib/wire/icmp/message.js'
import {family} from '../../../../src/lib/wire/ip/address.js'
import * as ip from '../../../../src/lib/wire/ip/packet.js'
import type {Ipv4Fields} from '../../../../src/lib/wire/ip/v4.js'
import type {Ipv6Fields} from '../../../../src/lib/wire/ip/v6.js'
import * as tcp from '../../../../src/lib/wire/tcp.js'
import * as udp from '../../../../src/lib/wire/udp.js'

export interface Marks {
  readonly ttl?: number
  readonly tos?: number
  /** IPv4: 2 is DF. */
  readonly flags?: number
  readonly more?: Partial<Ipv4Fields> | Partial<Ipv6Fields>
}

export function packet(
  source: string,
  destination: string,
  protocol: number,
  payload: Uint8Array,
  marks: Marks = {},
): Uint8Array {
  const {ttl = 64, tos = 0, flags = 2, more = {}} = marks
  const ends = {source, destination, payload}
  if (family(source) === 4) return ip.write({...ends, protocol, ttl, tos, flags, ...(more as Partial<Ipv4Fields>)})
  return ip.write({...ends, nextHeader: protocol, hopLimit: ttl, trafficClass: tos, ...(more as Partial<Ipv6Fields>)})
}

export function echo(
  source: string,
  destination: string,
  marks: Marks & {readonly bytes?: number; readonly sequence?: number} = {},
): Uint8Array {
  const ends = {source, destination}
  const data = new Uint8Array(marks.bytes ?? 8).fill(0x61)
  const of = family(source)
  const message = icmp.write(compose(of, {kind: 'echo-request', id: 7, sequence: marks.sequence ?? 1, data}), ends)
  return packet(source, destination, icmp.PROTOCOL[of], message, marks)
}

export function datagram(
  source: string,
  destination: string,
  port: number,
  marks: Marks & {readonly bytes?: number} = {},
): Uint8Array {
  return udpPacket(source, destination, port, new Uint8Array(marks.bytes ?? 8).fill(0x62), marks)
}

/** From port 4000. */
export function udpPacket(
  source: string,
  destination: string,
  port: number,
  payload: Uint8Array,
  marks: Marks = {},
): Uint8Array {
  const bytes = udp.write({sourcePort: 4000, destinationPort: port, payload}, {source, destination})
  return packet(source, destination, 17, bytes, marks)
}

/** undefined: it carries no UDP. */
export function udpPayload(bytes: Uint8Array): Uint8Array | undefined {
  const {protocol, payload} = ip.upper(ip.read(new Cursor(bytes)))
  return protocol === 17 ? udp.read(new Cursor(payload)).payload : undefined
}

export function segment(
  source: string,
  destination: string,
  fields: Partial<tcp.TcpFields>,
  marks: Marks = {},
): Uint8Array {
  const ends = {source, destination}
  const bytes = tcp.write({sourcePort: 5000, destinationPort: 80, flags: tcp.FLAG.SYN, ...fields}, ends)
  return packet(source, destination, 6, bytes, marks)
}

/** `192.0.2.9 > 192.0.2.1 ttl 62: time-exceeded 0 about 198.51.100.1`; with what is wrong with it, if anything is. */
export function words(bytes: Uint8Array): string {
  const read = ip.read(new Cursor(bytes))
  const {protocol, payload, fragment} = ip.upper(read)
  const head = `${read.source} > ${read.destination} ttl ${ip.hops(read)}`
  const problems = ip.problems(read)
  const tail = problems.length > 0 ? ` [${problems.join('; ')}]` : ''
  if (fragment) return `${head}: fragment ${fragment.offset}+${payload.length}${fragment.more ? '…' : ''}${tail}`
  return `${head}: ${content(read, protocol, payload)}${tail}`
}

function content(read: ip.IpPacket, protocol: number, payload: Uint8Array): string {
  if (protocol === 17) {
    const found = udp.read(new Cursor(payload))
    return [
      `udp ${found.sourcePort} > ${found.destinationPort}, ${found.payload.length}`,
      ...udp.problems(found, read),
    ].join('; ')
  }
  if (protocol === 6) {
    const found = tcp.read(new Cursor(payload))
    return [`tcp ${tcp.flagNames(found.flags)}`, ...tcp.problems(found, read)].join('; ')
  }
  if (!ip.isIcmp(protocol)) return `protocol ${protocol}, ${payload.length}`
  const message = icmp.read(new Cursor(payload))
  return [about(read.version, message), ...icmp.problems(message, read)].join('; ')
}

function about(of: 4 | 6, message: icmp.IcmpMessage): string {
  const meaning = interpret(of, message)
  switch (meaning.kind) {
    case 'echo-request':
    case 'echo-reply':
      return `${meaning.kind} ${meaning.sequence}, ${meaning.data.length}`
    case 'packet-too-big':
      return `packet-too-big ${meaning.mtu} about ${quotedPacket(meaning)?.destination ?? '?'}`
    case 'unreachable':
    case 'time-exceeded':
    case 'parameter-problem':
      return `${meaning.kind} ${meaning.code} about ${quotedPacket(meaning)?.destination ?? '?'}`
    case 'other':
      return `type ${message.type}`
  }
}
