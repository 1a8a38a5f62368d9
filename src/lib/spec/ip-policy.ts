/**
 * Every decision that RFC 9484 and the rules for routers leave to, or demand of, an IP proxy. As with the rest of the
 * policy, a fault is one answer changed.
 */
import type {Carrier} from '../http/transport.js'
import type {AddressEntry} from '../wire/connect-ip/address-entry.js'
import type {IpScope} from '../tunnel/scope.js'
import type {IpRange, IpRangeFields} from '../wire/connect-ip/route-advertisement.js'
import type {Family} from '../wire/ip/address.js'

export interface IpPolicy {
  readonly session: IpSessionPolicy
  readonly addresses: AddressPolicy
  readonly routes: RoutePolicy
  readonly packets: PacketPolicy
  readonly icmp: IcmpPolicy
}

/** The tunnel as such. */
export interface IpSessionPolicy {
  /** Access by what is asked for (RFC 9484 section 4.6): in words, why not. `target` as in the request. */
  refuses(target: string, protocol: number | undefined): string | undefined
  /** No address of any family is left: no tunnel, or one without addresses. */
  onExhausted(): 'refuse' | 'open'
  /** A malformed capsule, or one that breaks a rule of section 4.7. */
  readonly onBreach: 'abort' | 'record'
  /** May be closed when idle; then the stream must be closed, too (section 4.1). undefined: never. */
  readonly idleTimeoutMs: number | undefined
  /** The link's MTU, by what a frame carries now; undefined: packets travel in capsules. */
  mtu(frameBytes: number | undefined): number
  /** How long IPv6 waits for frames to become large enough for 1280 octets (section 7.2). */
  readonly ipv6WaitMs: number
  /** They were large enough, and are no more (section 7.2). */
  onSmallMtu(): 'abort' | 'ignore'
  /** When the idle time is over: `forget` gives the addresses away, and leaves the stream as it is. */
  onIdle(): 'close' | 'forget'
  /** A capsule as it came, before it is understood; of a type that is not known without its value. */
  onCapsule(type: bigint, value: Uint8Array): 'take' | 'ignore' | 'abort'
  /** What a request means whose variables break the rules; undefined: it is refused. As decoded. */
  onBadScope(target: string | undefined, ipproto: string | undefined): IpScope | undefined
  /** The families a tunnel may have addresses of: those in its scope, of those there are (section 4.6). */
  families(inScope: readonly Family[], all: readonly Family[]): readonly Family[]
  /** Octets in front of the first capsule; undefined: none, as all of the stream is capsules (section 4). */
  readonly preface: Uint8Array | undefined
  /** Capsules of extensions, before the first addresses or behind the first routes; absent: none. */
  readonly extensions?: (when: 'before-addresses' | 'after-routes') => readonly ExtensionCapsule[]
  /** Whether HTTP Datagrams that come this way are read; absent: they are. */
  readonly hears?: (carrier: Carrier) => boolean
}

export interface ExtensionCapsule {
  readonly type: bigint
  readonly value: Uint8Array
}

export interface AddressPolicy {
  /** Without being asked. */
  onOpen(families: readonly Family[]): readonly {readonly family: Family; readonly prefixLength: number}[]
  /** `ignore` leaves the request without an answer. `held`: how many this tunnel has. */
  onRequest(wish: AddressEntry, held: number): 'assign' | 'refuse' | 'ignore'
  /** The length of the prefix, by the length that was wished for. */
  prefixLength(family: Family, wished: number): number
  /** The very address that was asked for, if it is free. */
  readonly grantsWishes: boolean
  /** Request ID of the answer. */
  answerId(requestId: bigint): bigint
  refusal(family: Family): {readonly address: string; readonly prefixLength: number}
  readonly repeatsRefusals: boolean
  /** Several clients with one address. */
  readonly overlapping: boolean
  /** Nobody gets an address so soon after its last holder, unless there are no others. */
  readonly quarantineMs: number
  /** Of the free addresses that which follows the one given last; absent. Or always the lowest. */
  readonly picks?: 'lowest'
  /** For how long an address belongs to a tunnel; undefined: as long as its stream is open (section 4.1). */
  readonly leaseMs: number | undefined
  /** The value of ADDRESS_ASSIGN for these entries: all that is assigned, and refusals that are due. */
  written(entries: readonly AddressEntry[]): Uint8Array
}

export interface RoutePolicy {
  /** Of what can be reached within the tunnel's scope, in order; undefined: nothing is sent. */
  advertise(reachable: readonly IpRange[]): readonly IpRangeFields[] | undefined
  /**
   * Which networks are taken to lie behind the client: packets for them are sent there, and may come from them.
   * `told`: its latest list. `before`: what was taken until now.
   */
  behindClient(told: readonly IpRange[], before: readonly IpRange[]): readonly IpRange[]
}

/** What can be wrong with a packet, in the order in which it is looked for. */
export type Trouble =
  /** No IP packet, or one that contradicts itself. */
  | 'malformed'
  /** It came with no hop left, or has none left to go on with. */
  | 'hop-limit'
  /** Up: not from an address of the client's (BCP 38). */
  | 'spoofed-source'
  /** Multicast, broadcast, unspecified, loopback, reserved. */
  | 'not-unicast'
  /** Link-local addresses mean nothing beyond the link (RFC 9484 section 7.2). */
  | 'link-local'
  /** IPv4 source routing (RFC 7126 section 4.3). */
  | 'source-routed'
  /** Other than the target or the protocol that the request named. */
  | 'out-of-scope'
  /** To an address of another client. */
  | 'other-client'
  | 'no-route'
  /** An address that this proxy is not to be used for. */
  | 'prohibited'
  | 'too-big'

export type TroubleAction =
  /** Dropped, and its sender told by ICMP. */
  | 'answer'
  | 'drop'
  /** The tunnel is given up. */
  | 'abort'
  /** As if nothing were wrong; what is too big then goes in a capsule. */
  | 'forward'

/** From the client, or to it. */
export type Direction = 'up' | 'down'

export interface PacketPolicy {
  onTrouble(trouble: Trouble, direction: Direction): TroubleAction
  /** Whether TTL or hop limit loses one there (RFC 9484 section 7.2). A kernel takes its hop by itself. */
  takesHop(at: 'encapsulation' | 'decapsulation', behind: 'virtual' | 'kernel'): boolean
  /** IPv4 without DF may be cut in pieces. */
  readonly fragments: boolean
  mayReach(ip: string): boolean
  /** Where scope or route name another protocol (RFC 9484 section 4.7.3). */
  readonly icmpAlways: boolean
  /** Of a packet that came from the network: whoever holds the destination, or every client. */
  readonly recipients: 'holder' | 'everybody'
  /** Dropped by taste, and nobody is told (RFC 9484 section 7.2); absent: nothing is. */
  readonly filters?: (packet: FilteredPacket, direction: Direction) => boolean
  /** The packets in one payload of context 0; absent: it is one. */
  readonly splits?: (payload: Uint8Array) => readonly Uint8Array[]
  /** How many of those that come together are looked at; absent: all. */
  readonly atOnce?: number
  /** Of one client's, what is beyond it is dropped; absent: there is no limit. */
  readonly rate?: {readonly perSecond: number; readonly burst: number}
  /** What a client is sent of the proxy's own accord when it has an address; absent: nothing. */
  readonly unasked?: (ends: {readonly router: string; readonly client: string}) => readonly Uint8Array[]
  /** A packet as it goes on, once it has been found good; absent: as it came, but for its hop. */
  readonly rewrites?: (packet: Uint8Array, direction: Direction) => Uint8Array
}

export interface FilteredPacket {
  readonly family: Family
  /** The first that is no extension header. */
  readonly protocol: number | undefined
  readonly bytes: Uint8Array
}

/** Packets that must not be answered by ICMP errors (RFC 1122 section 3.2.2, RFC 4443 section 2.4). */
export type Unanswerable = 'icmp-error' | 'not-unicast-destination' | 'not-unicast-source' | 'later-fragment'

export type IcmpSaying =
  | {readonly kind: 'unreachable' | 'time-exceeded'; readonly code: number}
  | {readonly kind: 'packet-too-big'; readonly mtu: number}

export interface IcmpPolicy {
  says(trouble: Trouble, family: Family, mtu: number): IcmpSaying | undefined
  answersAnyway(why: Unanswerable): boolean
  /** Of the packet that is answered, at most. */
  quotedBytes(family: Family): number
  /** For each tunnel (RFC 4443 section 2.4 f). */
  readonly rate: {readonly perSecond: number; readonly burst: number}
  /** At the router's own address, and at the link's "all nodes" (RFC 9484 section 7.2). */
  readonly answersEcho: boolean
  /** An error as it leaves; absent: as it was made. */
  readonly finishes?: (error: Uint8Array) => Uint8Array
}
