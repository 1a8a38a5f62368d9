/** The honest answers for IP proxying: RFC 9484, and for a router's part RFC 1812, RFC 4443 and RFC 7126. */
import type {IcmpSaying, IpPolicy, Trouble, TroubleAction} from '../../spec/ip-policy.js'
import * as addressAssign from '../../wire/connect-ip/address-assign.js'
import {BITS, type Family} from '../../wire/ip/address.js'
import {isExtension} from '../../wire/ip/extensions.js'
import {MIN_MTU} from '../../wire/ip/v6.js'
import type {AllowList} from '../targets.js'

/** As for UDP: longer than anybody can call hasty. */
const IDLE_MS = 240_000
/** Path MTU discovery of a connection that has just begun takes a few round trips. */
const IPV6_WAIT_MS = 2000
const LINK_MTU = 1500
/** What one octet of Context ID leaves of a frame. */
const CONTEXT_BYTES = 1
const MAX_ADDRESSES = 16
/** Shorter prefixes are more than a client can need, and would empty the pool. */
const SHORTEST: Readonly<Record<Family, number>> = {4: 29, 6: 64}
const QUARANTINE_MS = 60_000
/** ICMP errors in all: 576 octets of IPv4 (RFC 1812 section 4.3.2.3), the minimum MTU of IPv6 (RFC 4443 section 2.4). */
const QUOTED: Readonly<Record<Family, number>> = {4: 576 - 28, 6: MIN_MTU - 48}

const ACTIONS: Readonly<Record<Trouble, TroubleAction>> = {
  malformed: 'drop',
  'hop-limit': 'answer',
  'spoofed-source': 'answer',
  'not-unicast': 'drop',
  'link-local': 'drop',
  'source-routed': 'drop',
  'out-of-scope': 'answer',
  'other-client': 'answer',
  'no-route': 'answer',
  prohibited: 'answer',
  'too-big': 'answer',
}

export function honestIpPolicy(allowed: AllowList): IpPolicy {
  return {
    session: {
      // Section 4.8 lets us; and 0 would say "all" in a route.
      refuses: (_, protocol) =>
        protocol !== undefined && isExtension(protocol)
          ? `ipproto ${protocol} is an extension header, and no protocol`
          : undefined,
      onExhausted: () => 'refuse',
      onBreach: 'abort',
      idleTimeoutMs: IDLE_MS,
      mtu: frameBytes => (frameBytes === undefined ? LINK_MTU : Math.min(LINK_MTU, frameBytes - CONTEXT_BYTES)),
      ipv6WaitMs: IPV6_WAIT_MS,
      onSmallMtu: () => 'abort',
      onIdle: () => 'close',
      onCapsule: () => 'take',
      onBadScope: () => undefined,
      families: inScope => inScope,
      preface: undefined,
    },
    addresses: {
      onOpen: families => families.map(one => ({family: one, prefixLength: BITS[one]})),
      onRequest: (_, held) => (held < MAX_ADDRESSES ? 'assign' : 'refuse'),
      prefixLength: (of, wished) => Math.max(wished, SHORTEST[of]),
      grantsWishes: true,
      answerId: requestId => requestId,
      refusal: of => ({address: of === 4 ? '0.0.0.0' : '::', prefixLength: BITS[of]}),
      repeatsRefusals: false,
      overlapping: false,
      quarantineMs: QUARANTINE_MS,
      leaseMs: undefined,
      written: addressAssign.write,
    },
    routes: {
      advertise: reachable => reachable,
      // Remote access: what a client could offer a way to is nobody's business here.
      behindClient: () => [],
    },
    packets: {
      // Of what comes down and does not belong to the tunnel, the sender learns nothing.
      onTrouble: (trouble, direction) =>
        direction === 'down' && trouble === 'out-of-scope' ? 'drop' : ACTIONS[trouble],
      takesHop: (at, behind) => at === 'encapsulation' && behind === 'virtual',
      fragments: true,
      mayReach: cached(ip => allowed.permits(ip)),
      icmpAlways: true,
      recipients: 'holder',
    },
    icmp: {
      says,
      answersAnyway: () => false,
      quotedBytes: of => QUOTED[of],
      rate: {perSecond: 100, burst: 50},
      answersEcho: true,
    },
  }
}

function says(trouble: Trouble, of: Family, mtu: number): IcmpSaying | undefined {
  const unreachable = (v6: number, v4: number): IcmpSaying => ({kind: 'unreachable', code: of === 6 ? v6 : v4})
  switch (trouble) {
    case 'hop-limit':
      return {kind: 'time-exceeded', code: 0}
    case 'spoofed-source':
      return unreachable(5, 13)
    case 'no-route':
      return unreachable(0, 0)
    case 'out-of-scope':
    case 'other-client':
    case 'prohibited':
      return unreachable(1, 13)
    case 'too-big':
      return {kind: 'packet-too-big', mtu}
    case 'malformed':
    case 'not-unicast':
    case 'link-local':
    case 'source-routed':
      return undefined
  }
}

/** Asked for every packet, and the answer takes long. */
const MAX_CACHED = 1024

function cached(permits: (ip: string) => boolean): (ip: string) => boolean {
  const known = new Map<string, boolean>()
  return ip => {
    const before = known.get(ip)
    if (before !== undefined) return before
    const answer = permits(ip)
    if (known.size >= MAX_CACHED) known.clear()
    known.set(ip, answer)
    return answer
  }
}
