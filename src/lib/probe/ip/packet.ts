/**
 * The packets of `probe ip`: those it sends, made in user space, and those that come back, taken apart as far as stimuli
 * need it. Whatever a proxy or a host behind it sends becomes a value here, or nothing.
 */
import {Cursor} from '../../wire/cursor.js'
import {WireError} from '../../wire/error.js'
import * as icmp from '../../wire/icmp/message.js'
import {compose, interpret, quotedPacket, type IcmpMeaning} from '../../wire/icmp/meaning.js'
import {describe} from '../../wire/icmp/names.js'
import {family as familyOf, type Family} from '../../wire/ip/address.js'
import * as ip from '../../wire/ip/packet.js'
import {DF} from '../../wire/ip/v4.js'
import * as tcp from '../../wire/tcp.js'
import * as udp from '../../wire/udp.js'

export interface Ends {
  readonly source: string
  readonly destination: string
}

export interface Ports {
  readonly sourcePort: number
  readonly destinationPort: number
}

/** A packet; of a quote, cut off as it may be. */
export interface Inner extends Ends {
  readonly family: Family
  readonly hopLimit: number
  /** The first that is no extension header. */
  readonly protocol: number
  /** As the header says. */
  readonly bytes: number
  /** What a receiver would not accept, in words. */
  readonly problems: readonly string[]
  readonly body: Body
}

export type Body =
  | {
      readonly kind: 'echo-request' | 'echo-reply'
      readonly id: number
      readonly sequence: number
      readonly data: Uint8Array
    }
  | (IcmpError & {readonly kind: 'icmp-error'})
  | (Ports & {readonly kind: 'udp'; readonly payload: Uint8Array})
  | {readonly kind: 'tcp'; readonly segment: tcp.TcpSegment}
  /** Of TCP, no more than what an error has to quote. */
  | (Ports & {readonly kind: 'tcp-head'; readonly sequence: number})
  /** Fragments, other protocols, and what is cut off. */
  | {readonly kind: 'other'}

export interface IcmpError {
  readonly what: Extract<IcmpMeaning, {quote: Uint8Array}>['kind']
  readonly type: number
  readonly code: number
  /** `port unreachable`: words of ours. */
  readonly words: string
  readonly mtu: number | undefined
  /** The packet it answers, as far as it is quoted; undefined: not even a header can be read. */
  readonly quoted: Inner | undefined
}

/** What IP and a protocol with a header of this length take from a packet. */
export function headerBytes(family: Family, upper: number): number {
  return (family === 4 ? 20 : 40) + upper
}

export const ECHO_HEADER = icmp.HEADER
export const UDP_HEADER = udp.HEADER

export interface EchoFields {
  readonly id: number
  readonly sequence: number
  readonly data: Uint8Array
}

export function echoRequest(ends: Ends, fields: EchoFields, hopLimit: number): Uint8Array {
  const family = familyOf(ends.source)
  const message = icmp.write(compose(family, {kind: 'echo-request', ...fields}), ends)
  return packet(ends, icmp.PROTOCOL[family], message, hopLimit)
}

export function udpPacket(ends: Ends, ports: Ports, payload: Uint8Array, hopLimit: number): Uint8Array {
  return packet(ends, ip.PROTOCOL.UDP, udp.write({...ports, payload}, ends), hopLimit)
}

export function tcpPacket(ends: Ends, segment: tcp.TcpFields, hopLimit: number): Uint8Array {
  return packet(ends, ip.PROTOCOL.TCP, tcp.write(segment, ends), hopLimit)
}

/** Nothing of ours is to be cut on the way: what does not fit shall be said. */
function packet({source, destination}: Ends, protocol: number, payload: Uint8Array, hopLimit: number): Uint8Array {
  return familyOf(source) === 4
    ? ip.write({source, destination, protocol, payload, flags: DF, ttl: hopLimit})
    : ip.write({source, destination, nextHeader: protocol, payload, hopLimit})
}

/** undefined: no IP packet. */
export function understand(bytes: Uint8Array): Inner | undefined {
  const whole = unlessBroken(() => ip.read(new Cursor(bytes)))
  return whole && innerOf(whole, false)
}

function innerOf(whole: ip.IpPacket, isQuote: boolean): Inner {
  const {source, destination, version: family} = whole
  const upper = ip.upper(whole)
  const isWhole = upper.complete && upper.fragment === undefined
  const read = (): Understood => readBody(family, upper.protocol, upper.payload, {source, destination}, isQuote)
  const [body, troubles] = (isWhole ? unlessBroken(read) : undefined) ?? [OTHER, []]
  return {
    family,
    source,
    destination,
    hopLimit: ip.hops(whole),
    protocol: upper.protocol,
    bytes: ip.totalLength(whole),
    problems: isQuote ? [] : [...ip.problems(whole), ...troubles],
    body,
  }
}

const OTHER: Body = {kind: 'other'}

type Understood = readonly [body: Body, problems: readonly string[]]

/** @throws WireError */
function readBody(family: Family, protocol: number, bytes: Uint8Array, ends: Ends, isQuote: boolean): Understood {
  const cursor = new Cursor(bytes)
  switch (protocol) {
    case icmp.PROTOCOL[family]: {
      const message = icmp.read(cursor)
      return [icmpBody(family, message, isQuote), icmp.problems(message, ends)]
    }
    case ip.PROTOCOL.UDP: {
      const datagram = udp.read(cursor)
      const {sourcePort, destinationPort, payload} = datagram
      return [{kind: 'udp', sourcePort, destinationPort, payload}, udp.problems(datagram, ends)]
    }
    case ip.PROTOCOL.TCP: {
      if (isQuote) return [tcpHead(cursor), []]
      const segment = tcp.read(cursor)
      return [{kind: 'tcp', segment}, tcp.problems(segment, ends)]
    }
    default:
      return [OTHER, []]
  }
}

function tcpHead(cursor: Cursor): Body {
  return {kind: 'tcp-head', sourcePort: cursor.u16(), destinationPort: cursor.u16(), sequence: cursor.u32()}
}

function icmpBody(family: Family, message: icmp.IcmpMessage, isQuote: boolean): Body {
  const meaning = interpret(family, message)
  switch (meaning.kind) {
    case 'echo-request':
    case 'echo-reply': {
      const {kind, id, sequence, data} = meaning
      return {kind, id, sequence, data}
    }
    case 'unreachable':
    case 'time-exceeded':
    case 'packet-too-big':
    case 'parameter-problem': {
      // Errors are not answered with errors, so what an error in a quote quotes is nobody's.
      const quoted = isQuote ? undefined : quotedPacket(meaning)
      return {
        kind: 'icmp-error',
        what: meaning.kind,
        type: message.type,
        code: message.code,
        words: describe(family, message),
        mtu: meaning.kind === 'packet-too-big' ? meaning.mtu : undefined,
        quoted: quoted && innerOf(quoted, true),
      }
    }
    case 'other':
      return OTHER
  }
}

function unlessBroken<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}
