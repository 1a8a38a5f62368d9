/** ICMP errors as routers and hosts make them: whether a packet may be answered at all, and what stands in the answer. */
import type {IcmpPolicy, Trouble, Unanswerable} from '../../spec/ip-policy.js'
import {compose, quotation, type IcmpMeaning} from '../../wire/icmp/meaning.js'
import * as icmp from '../../wire/icmp/message.js'
import {family} from '../../wire/ip/address.js'
import * as ip from '../../wire/ip/packet.js'
import {kindOf, type Facts} from './facts.js'

type Meaning = Exclude<IcmpMeaning, {readonly kind: 'other'}>
/** An error without what it quotes. */
export type ErrorKind =
  | {readonly kind: 'unreachable' | 'time-exceeded'; readonly code: number}
  | {readonly kind: 'packet-too-big'; readonly mtu: number}
  | {readonly kind: 'parameter-problem'; readonly code: number; readonly pointer: number}

const NO_EXTENSIONS = new Uint8Array(0)

/** What the proxy's policy says to the sender; undefined: nothing may be sent, or there is nothing to tell. */
export function errorAbout(
  facts: Facts,
  trouble: Trouble,
  {router, mtu, policy}: {readonly router: string; readonly mtu: number; readonly policy: IcmpPolicy},
): Uint8Array | undefined {
  const saying = policy.says(trouble, facts.family, mtu)
  const why = unanswerable(facts)
  if (!saying || (why !== undefined && !policy.answersAnyway(why))) return undefined
  const quote = facts.bytes.subarray(0, policy.quotedBytes(facts.family))
  return icmpPacket(router, facts.source, {...saying, quote, extensions: NO_EXTENSIONS})
}

/** What any node says that keeps the rules. */
export function plainError(facts: Facts, error: ErrorKind, from: string): Uint8Array | undefined {
  if (unanswerable(facts) !== undefined) return undefined
  return icmpPacket(from, facts.source, {...error, quote: quotation(facts.bytes), extensions: NO_EXTENSIONS})
}

function unanswerable({isIcmpError, isLaterFragment, source, destination}: Facts): Unanswerable | undefined {
  if (isIcmpError) return 'icmp-error'
  if (isLaterFragment) return 'later-fragment'
  if (isNoHost(destination)) return 'not-unicast-destination'
  return isNoHost(source) ? 'not-unicast-source' : undefined
}

/** Nothing that a single host could have as its address. */
export function isNoHost(address: string): boolean {
  const kind = kindOf(address)
  return kind === 'multicast' || kind === 'other'
}

/** @param tos the whole octet: an answer has that of its question (RFC 1122 section 3.2.2.6) */
export function icmpPacket(source: string, destination: string, meaning: Meaning, tos = 0): Uint8Array {
  const ends = {source, destination}
  const of = family(source)
  const payload = icmp.write(compose(of, meaning), ends)
  if (of === 4) return ip.write({...ends, tos, protocol: icmp.PROTOCOL[4], payload})
  return ip.write({...ends, trafficClass: tos, nextHeader: icmp.PROTOCOL[6], payload})
}
