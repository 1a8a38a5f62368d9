/** ICMP messages in words, with the names of their codes (RFC 792, RFC 1812 section 5.2.7.1, RFC 4443). */
import type {Family} from '../ip/address.js'
import {interpret} from './meaning.js'
import type {IcmpMessage} from './message.js'

const UNREACHABLE: Readonly<Record<Family, readonly string[]>> = {
  4: [
    'network unreachable',
    'host unreachable',
    'protocol unreachable',
    'port unreachable',
    'fragmentation needed',
    'source route failed',
    'network unknown',
    'host unknown',
    'source host isolated',
    'network administratively prohibited',
    'host administratively prohibited',
    'network unreachable for this type of service',
    'host unreachable for this type of service',
    'communication administratively prohibited',
    'host precedence violation',
    'precedence cutoff in effect',
  ],
  6: [
    'no route to destination',
    'communication administratively prohibited',
    'beyond the scope of the source address',
    'address unreachable',
    'port unreachable',
    'source address failed ingress/egress policy',
    'route to destination rejected',
  ],
}
const EXCEEDED = ['hop limit exceeded in transit', 'fragment reassembly time exceeded']
const PARAMETER: Readonly<Record<Family, readonly string[]>> = {
  4: ['the pointer shows the error', 'a required option is missing', 'bad length'],
  6: ['erroneous header field', 'unrecognised next header', 'unrecognised option'],
}

/** `echo request, id 1, sequence 2`, `packet too big, MTU 1280`. All words and numbers are ours. */
export function describe(family: Family, message: IcmpMessage): string {
  const meaning = interpret(family, message)
  switch (meaning.kind) {
    case 'echo-request':
    case 'echo-reply':
      return `${meaning.kind.replace('-', ' ')}, id ${meaning.id}, sequence ${meaning.sequence}`
    case 'unreachable':
      return UNREACHABLE[family][meaning.code] ?? `destination unreachable, code ${meaning.code}`
    case 'packet-too-big':
      return `${family === 4 ? 'fragmentation needed' : 'packet too big'}, MTU ${meaning.mtu}`
    case 'time-exceeded':
      return EXCEEDED[meaning.code] ?? `time exceeded, code ${meaning.code}`
    case 'parameter-problem':
      return `parameter problem, ${PARAMETER[family][meaning.code] ?? `code ${meaning.code}`} at octet ${meaning.pointer}`
    case 'other':
      return `${family === 4 ? 'ICMP' : 'ICMPv6'} type ${message.type}, code ${message.code}`
  }
}
