/**
 * The responder as an accomplice of one flow: it tells what reached it packet by packet, and sends what it is asked to,
 * to nobody but the flow's own source. docs/responder-protocol.md has its side of it.
 */
import type {TcpOption} from '../wire/tcp.js'

/**
 * `cmsg`: TOS, TTL and the largest fragment of what comes. `packets`: packets as they came. `forge`: any packet from its
 * own addresses. `tcp`: a TCP port of its own making.
 */
export type Ability = 'cmsg' | 'alternate-port' | 'alternate-address' | 'packets' | 'forge' | 'tcp'

/** One of its own places to send from; each of the two alternates only with the ability of its name. */
export interface Corner {
  readonly port?: 'main' | 'alternate'
  readonly address?: 'main' | 'alternate'
}

export interface Accomplice {
  readonly can: ReadonlySet<Ability>
  /** IP and port of the flow as the responder sees it: where everything it sends goes. */
  readonly source: string
  /** IP and port of a corner; undefined: it has none. */
  at(corner: Corner): string | undefined
  /** IP and port of its TCP side; undefined: there is none. */
  readonly tcp: string | undefined
  /** Addresses from which it may forge, its own left out: routers of its owner's. */
  readonly routers: readonly string[]
  /**
   * UDP packets from a corner through its sockets; the payload of each is in the answer, to be looked for by whoever
   * listens. undefined: it did not answer, and whether anything left is not known.
   */
  send(wish: SendWish, signal: AbortSignal): Promise<readonly Sent[] | undefined>
  /**
   * IP packets as they are, to the source's address, from an address of its own or of `routers`: ICMP errors, fragments,
   * options, checksums that are wrong. undefined: it did not answer.
   */
  forge(packets: readonly Uint8Array[], signal: AbortSignal, spacingMs?: number): Promise<readonly Sent[] | undefined>
  /** The next SYN with this sequence number is answered with these options. False: it did not answer. */
  answerSyn(sequence: number, options: readonly TcpOption[], signal: AbortSignal): Promise<boolean>
  /**
   * Packets of the flow that reached it, those with a lower index than `since` left out: UDP of its address and port, and
   * of its address what is no UDP. undefined: it cannot see them, or did not answer.
   */
  sightings(signal: AbortSignal, since?: number): Promise<Sightings | undefined>
}

export interface SendWish extends Corner {
  /** Octets of UDP payload: 16 at least. */
  readonly bytes?: number
  /** Up to 64. */
  readonly count?: number
  readonly spacingMs?: number
  readonly tos?: number
  readonly ttl?: number
  /** By default set; `off` lets its kernel fragment. */
  readonly dontFragment?: 'on' | 'off'
}

export interface Sent {
  /** Of `send`: what it holds, which nothing else does. Of `forge`: empty. */
  readonly payload: Uint8Array
  /** sent, or why not: too-large, queue-full, an errno name, refused (no such corner, not an address of its own). */
  readonly outcome: string
}

export interface Sightings {
  readonly list: readonly Sighting[]
  /** Seen and not kept, for want of room. */
  readonly dropped: number
}

export interface Sighting {
  readonly index: number
  /** By the responder's monotonic clock. */
  readonly atNs: bigint
  /** The beginning of the IP packet (of its first fragment) as it came: all headers, and some of what follows. */
  readonly head: Uint8Array
  /** Of the whole IP packet, or of the first fragment. */
  readonly lengthBytes: number
  /** In the order in which they came; empty: it came whole. Offsets and sizes in octets of what the IP header is followed by. */
  readonly fragments: readonly {readonly offset: number; readonly bytes: number; readonly more: boolean}[]
  /** Of UDP, TCP or ICMP. `none`: zero, which UDP over IPv4 allows. `unknown`: incomplete, or never filled in by a virtual link. */
  readonly checksum: 'good' | 'bad' | 'none' | 'unknown'
  /** Of what follows the UDP header, or the IP headers where it is no UDP, once it is complete; empty: it is not. */
  readonly sha256: Uint8Array
}
