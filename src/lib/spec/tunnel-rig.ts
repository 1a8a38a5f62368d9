/** What a probe may do with a tunnel that it opened: send, politely or rudely, hear what comes, and ask who is behind it. */
import type {Ending} from '../http/ending.js'
import type {AbortReason, Carrier, Head, SendOutcome, Tunnel} from '../http/transport.js'
import type {IpTunnel} from '../tunnel/ip-tunnel.js'
import type {Family} from '../wire/ip/address.js'
import type {Endpoint} from '../wire/ip/udp-packet.js'
import type {Width} from '../wire/varint.js'
import type {Accomplice} from './accomplice.js'

/** What both kinds of tunnel can do. */
export interface TunnelRig extends AsyncDisposable {
  readonly tunnel: Tunnel
  readonly response: Head
  /** On the wire: HTTP Datagrams as they came (beginning with the Context ID) and capsules; grows, bounded. */
  readonly arrivals: readonly Arrival[]
  /** An HTTP Datagram as it is, Context ID and all. */
  datagram(payload: Uint8Array, carrier?: Carrier): Promise<SendOutcome>
  capsule(type: bigint, value: Uint8Array): Promise<SendOutcome>
  /**
   * Onto the data stream (RFC 9297 section 3.1) as it is, cut as the caller likes: over HTTP/3 all pieces leave at once
   * with a DATA frame for each, even for an empty one; otherwise one after the other. False: it takes no more.
   */
  data(...pieces: readonly Uint8Array[]): Promise<boolean>
  finish(): Promise<void>
  abort(reason: AbortReason | bigint): void
  /** How it ended; null while it lives. */
  ending(): EndingSeen | null
  /** The same, waited for: `patienceMs` by default. null: it lives. */
  ended(signal: AbortSignal, withinMs?: number): Promise<EndingSeen | null>
}

export interface UdpRig extends TunnelRig {
  readonly talk: TargetTalk
  /** How answers to echoes came so far. */
  readonly answeredBy: ReadonlySet<Carrier>
  /**
   * Whether one of some echoes comes back from the target: sent one after the other until it does. Only the first can
   * be told from a tunnel that is merely slow, so the answer is `false` after `patienceMs` for each.
   * @throws Obstacle if there is no target that answers
   */
  echo(signal: AbortSignal, options?: EchoOptions): Promise<boolean>
  /** A UDP payload in context 0, or another. */
  send(payload: Uint8Array, options?: SendOptions): Promise<SendOutcome>
  /**
   * Whether the target was reached by a packet with exactly this payload; undefined: it does not say, or nobody is there
   * to be asked. `withinMs`: how long one that is not there yet is waited for; 0: asked once.
   */
  arrived(payload: Uint8Array, signal: AbortSignal, withinMs?: number): Promise<boolean | undefined>
  /** All that reached the target from this tunnel beside echoes: the beginnings of the payloads, in hex; undefined: not known. */
  reachedTarget(signal: AbortSignal): Promise<readonly TargetSaw[] | undefined>
  /** Where the target sees this tunnel's packets come from; undefined: not known. */
  egress(signal: AbortSignal): Promise<string | undefined>
  /** The responder, for this tunnel's flow; undefined: the target is none, or it does not answer here. */
  accomplice(signal: AbortSignal): Promise<Accomplice | undefined>
}

/** Questions to the target and its answers, whoever carries them. */
export interface TargetTalk {
  /**
   * A UDP payload that makes the target answer with as much, or with an empty packet, or makes it count and not answer;
   * undefined: this target cannot. `bytes`: at least 160, of those that are answered with as much.
   */
  question(answer?: 'echo' | 'empty' | 'none', bytes?: number): Uint8Array | undefined
  /** Whether a UDP payload is an answer to a question of this talk; it is counted then. */
  hears(payload: Uint8Array): boolean
  /** Of the target, so far. */
  readonly answers: number
  /** How many questions reached the target; undefined: it does not say. */
  reached(signal: AbortSignal): Promise<number | undefined>
}

export interface TargetSaw {
  readonly lengthBytes: number
  readonly headHex: string
  readonly sha256Hex: string
}

export interface EchoOptions {
  readonly carrier?: Carrier
  /** Of the UDP payload; at least 160. */
  readonly bytes?: number
  /** Of the Context ID. */
  readonly width?: Width
  /** How many are tried: 5 by default. */
  readonly attempts?: number
  /** Carries the question in a way of its own, in place of a datagram. */
  readonly by?: (question: Uint8Array) => Promise<unknown>
}

export interface SendOptions {
  readonly contextId?: bigint
  readonly width?: Width
  readonly carrier?: Carrier
}

export interface IpRig extends TunnelRig {
  /** Rules that the peer breaks are recorded, and do not end the tunnel. Its `received` is read by the rig. */
  readonly ip: IpTunnel
  /**
   * Waits until addresses and routes are there: those that come unasked, and others by asking. The families with which
   * packets can be sent to a target; of a proxy that advertises nothing at all, those with an address. Later it tells
   * what is so then, and waits no more.
   */
  ready(signal: AbortSignal): Promise<readonly Family[]>
  /** The first that was assigned, or of a prefix its first host; undefined: none of this family. */
  address(family: Family): string | undefined
  /**
   * As UdpRig.echo, by ICMP echo to the target of the family: the first that is ready by default.
   * @throws Obstacle if there is nobody to ask, no address to ask from, or no room for the packet
   */
  echo(signal: AbortSignal, options?: IpEchoOptions): Promise<boolean>
  /** A packet as it is. */
  send(packet: Uint8Array): Promise<SendOutcome>
  /** Packets that came, but for answers to questions of the rig's own; grows, bounded. */
  readonly packets: readonly {readonly atMs: number; readonly bytes: Uint8Array}[]
  /**
   * A UDP packet with this payload to the responder, from this tunnel's address or any other: `send` it, as it is or
   * changed, and `arrived` tells of it. The responder keeps only what comes from an address and port that greeted it, so
   * that is done here, through the tunnel; from an address that is not ours its answer goes to whoever has it. No payload
   * should be used twice. undefined: nobody is there to be asked, or what came from there could not be told.
   */
  udpPacket(payload: Uint8Array, signal: AbortSignal, options?: UdpPacketOptions): Promise<Uint8Array | undefined>
  /** Whether a payload of `udpPacket` reached the responder, as of UdpRig. undefined also for any other payload. */
  arrived(payload: Uint8Array, signal: AbortSignal, withinMs?: number): Promise<boolean | undefined>
  /**
   * IP and port from which the responder sees packets of this tunnel's address come; undefined: not known. If it is
   * another address, the proxy translates, and a forged source may have become a good one on the way.
   */
  egress(signal: AbortSignal, family?: Family): Promise<string | undefined>
  /** The responder, for a flow of UDP from this tunnel's address, or from the address that is given; undefined as in UdpRig. */
  accomplice(signal: AbortSignal, options?: UdpPacketOptions): Promise<IpAccomplice | undefined>
}

/** What the flow looks like inside the tunnel, for whoever writes packets of it. */
export interface IpAccomplice extends Accomplice {
  readonly inside: {readonly source: Endpoint; readonly destination: Endpoint}
}

export interface UdpPacketOptions {
  readonly family?: Family
  readonly source?: string
}

export interface IpEchoOptions {
  readonly family?: Family
  /** Of the ICMP data. */
  readonly dataBytes?: number
  readonly attempts?: number
  readonly to?: string
  readonly from?: string
  /** Of the Context ID. */
  readonly width?: Width
}

export type Arrival =
  | {readonly kind: 'datagram'; readonly carrier: Carrier; readonly bytes: Uint8Array; readonly atMs: number}
  /** `value`: its beginning; the whole of what is small. */
  | {
      readonly kind: 'capsule'
      readonly type: bigint
      readonly length: bigint
      readonly value: Uint8Array
      readonly atMs: number
    }

/** An Ending as facts hold it. */
export interface EndingSeen {
  readonly by: Ending['by']
  readonly how: Ending['how']
  readonly scope: Ending['scope']
  /** Decimal. */
  readonly code: string | null
  readonly codeName: string | null
  /** A breach was found by us, in words; otherwise how it was. */
  readonly detail: string
}
