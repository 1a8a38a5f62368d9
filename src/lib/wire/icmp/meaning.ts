/**
 * What an ICMP message says, the same words for both families: echo, and the errors with what they quote. Multi-part
 * messages (RFC 4884) say how long their quote is; what follows it is kept.
 */
import {Cursor} from '../cursor.js'
import {WireError} from '../error.js'
import type {Family} from '../ip/address.js'
import {read as readPacket, type IpPacket} from '../ip/packet.js'
import type {IcmpFields, IcmpMessage} from './message.js'

export type IcmpMeaning =
  | {
      readonly kind: 'echo-request' | 'echo-reply'
      readonly id: number
      readonly sequence: number
      readonly data: Uint8Array
    }
  | (Quoting & {readonly kind: 'unreachable' | 'time-exceeded'; readonly code: number})
  /** Or "fragmentation needed", where routers older than RFC 1191 leave the MTU zero. */
  | (Quoting & {readonly kind: 'packet-too-big'; readonly mtu: number})
  | (Quoting & {readonly kind: 'parameter-problem'; readonly code: number; readonly pointer: number})
  | {readonly kind: 'other'}

interface Quoting {
  /** As much of the packet as is quoted. */
  readonly quote: Uint8Array
  /** Behind the quote: RFC 4884. */
  readonly extensions: Uint8Array
}

type Kind = Exclude<IcmpMeaning['kind'], 'other'>

const TYPES: Readonly<Record<Family, Readonly<Record<Kind, number>>>> = {
  4: {
    'echo-request': 8,
    'echo-reply': 0,
    unreachable: 3,
    'packet-too-big': 3,
    'time-exceeded': 11,
    'parameter-problem': 12,
  },
  6: {
    'echo-request': 128,
    'echo-reply': 129,
    unreachable: 1,
    'packet-too-big': 2,
    'time-exceeded': 3,
    'parameter-problem': 4,
  },
}

const FRAGMENTATION_NEEDED = 4
/** Where in the four octets the length of the quote stands, and in which units. */
const QUOTE_LENGTH = {4: {shift: 16, unit: 4}, 6: {shift: 24, unit: 8}} as const

export function interpret(family: Family, {type, code, rest, body}: IcmpMessage): IcmpMeaning {
  const kind = kindOf(family, type, code)
  switch (kind) {
    case 'echo-request':
    case 'echo-reply':
      return {kind, id: rest >>> 16, sequence: rest & 0xffff, data: body}
    case 'unreachable':
    case 'time-exceeded':
      return {kind, code, ...quoting(family, rest, body)}
    case 'packet-too-big':
      // In ICMPv6 all four octets are the MTU, so there is no place for a length.
      return family === 4
        ? {kind, mtu: rest & 0xffff, ...quoting(family, rest, body)}
        : {kind, mtu: rest, quote: body, extensions: new Uint8Array(0)}
    case 'parameter-problem':
      return family === 4
        ? {kind, code, pointer: rest >>> 24, ...quoting(family, rest, body)}
        : {kind, code, pointer: rest, quote: body, extensions: new Uint8Array(0)}
    case undefined:
      return {kind: 'other'}
  }
}

/** The message that says this. */
export function compose(family: Family, meaning: Exclude<IcmpMeaning, {kind: 'other'}>): IcmpFields {
  const type = TYPES[family][meaning.kind]
  switch (meaning.kind) {
    case 'echo-request':
    case 'echo-reply':
      return {type, code: 0, rest: meaning.id * 0x10000 + meaning.sequence, body: meaning.data}
    case 'unreachable':
    case 'time-exceeded':
      return {type, code: meaning.code, rest: 0, body: meaning.quote}
    case 'packet-too-big':
      return {type, code: family === 4 ? FRAGMENTATION_NEEDED : 0, rest: meaning.mtu, body: meaning.quote}
    case 'parameter-problem': {
      const rest = family === 4 ? meaning.pointer * 0x1000000 : meaning.pointer
      return {type, code: meaning.code, rest, body: meaning.quote}
    }
  }
}

/** Errors are never answered with errors (RFC 1122 section 3.2.2, RFC 4443 section 2.4). */
export function isError(family: Family, type: number): boolean {
  return family === 6 ? type < 128 : [3, 4, 5, 11, 12].includes(type)
}

/** As much of a packet as an error should quote: 576 octets in all (RFC 1812 section 4.3.2.3), or 1280 (RFC 4443). */
export function quotation(packet: Uint8Array): Uint8Array {
  return packet.subarray(0, (packet[0] ?? 0) >> 4 === 4 ? 576 - 28 : 1280 - 48)
}

/** The packet that is quoted, cut off as it may be; undefined if not even its header can be read. */
export function quotedPacket({quote}: {readonly quote: Uint8Array}): IpPacket | undefined {
  try {
    return readPacket(new Cursor(quote))
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}

function kindOf(family: Family, type: number, code: number): Kind | undefined {
  if (family === 4 && type === 3 && code === FRAGMENTATION_NEEDED) return 'packet-too-big'
  const kinds = Object.entries(TYPES[family]) as [Kind, number][]
  return kinds.find(([, number]) => number === type)?.[0]
}

/** A length of zero, or one that is too long, is that of a message before RFC 4884: all of it is the quote. */
function quoting(family: Family, rest: number, body: Uint8Array): Quoting {
  const {shift, unit} = QUOTE_LENGTH[family]
  const length = ((rest >>> shift) & 0xff) * unit
  if (length === 0 || length > body.length) return {quote: body, extensions: new Uint8Array(0)}
  return {quote: body.subarray(0, length), extensions: body.subarray(length)}
}
