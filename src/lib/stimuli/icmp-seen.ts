/** ICMP errors that came out of a tunnel: whom they go to, what is wrong with them, and which packet of ours they are about. */
import type {IpRig} from '../spec/tunnel-rig.js'
import {equal} from '../wire/bytes.js'
import {Cursor} from '../wire/cursor.js'
import {WireError} from '../wire/error.js'
import {interpret, quotedPacket, type IcmpMeaning} from '../wire/icmp/meaning.js'
import * as icmp from '../wire/icmp/message.js'
import {describe} from '../wire/icmp/names.js'
import type {Family} from '../wire/ip/address.js'
import * as ip from '../wire/ip/packet.js'

/** JSON as it is. */
export interface IcmpErrorSeen {
  readonly family: Family
  readonly from: string
  readonly to: string
  readonly what: Extract<IcmpMeaning, {quote: Uint8Array}>['kind']
  readonly type: number
  readonly code: number
  /** `port unreachable`: words of ours. */
  readonly words: string
  readonly mtu: number | null
  /** What a receiver would not accept. */
  readonly problems: readonly string[]
  readonly quotedBytes: number
}

interface Understood {
  readonly error: IcmpErrorSeen
  readonly quoted: ip.IpPacket | undefined
}

/** What every error has to quote behind the header of IP at the least. */
const TELLING_BYTES = 8

/** In the order in which they came. */
export function errorsAbout(packets: IpRig['packets'], sent: Uint8Array): readonly IcmpErrorSeen[] {
  const ours = read(sent)
  return understood(packets).flatMap(({error, quoted}) => (ours && quoted && isSame(ours, quoted) ? [error] : []))
}

/** Those of which nobody can tell what they are about. */
export function errorsAboutNothing(packets: IpRig['packets']): readonly IcmpErrorSeen[] {
  return understood(packets).flatMap(({error, quoted}) => (quoted ? [] : [error]))
}

function understood(packets: IpRig['packets']): Understood[] {
  return packets.flatMap(({bytes}) => understand(bytes) ?? [])
}

function understand(bytes: Uint8Array): Understood | undefined {
  const packet = read(bytes)
  const upper = packet && ip.upper(packet)
  if (!upper || upper.fragment || upper.protocol !== icmp.PROTOCOL[packet.version]) return undefined
  const message = unlessBroken(() => icmp.read(new Cursor(upper.payload)))
  const meaning = message && interpret(packet.version, message)
  if (!meaning || !('quote' in meaning)) return undefined
  const {version: family, source: from, destination: to} = packet
  const error: IcmpErrorSeen = {
    family,
    from,
    to,
    what: meaning.kind,
    type: message.type,
    code: message.code,
    words: describe(family, message),
    mtu: meaning.kind === 'packet-too-big' ? meaning.mtu : null,
    problems: [...ip.problems(packet), ...icmp.problems(message, packet)],
    quotedBytes: meaning.quote.length,
  }
  return {error, quoted: quotedPacket(meaning)}
}

/** Hop limits, marks and checksums may have changed on the way. */
function isSame(ours: ip.IpPacket, quoted: ip.IpPacket): boolean {
  const [left, right] = [ip.upper(ours), ip.upper(quoted)]
  if (ours.source !== quoted.source || ours.destination !== quoted.destination) return false
  if (left.protocol !== right.protocol) return false
  const length = Math.min(left.payload.length, right.payload.length, TELLING_BYTES)
  return equal(left.payload.subarray(0, length), right.payload.subarray(0, length))
}

function read(bytes: Uint8Array): ip.IpPacket | undefined {
  return unlessBroken(() => ip.read(new Cursor(bytes)))
}

function unlessBroken<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}
