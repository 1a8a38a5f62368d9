/**
 * What a probe may do: open tunnels, polite or rude, send anything through them, ask the responder, and wait for a
 * condition and not for a time. One rig serves one observation of one requirement over one version of HTTP; the suite
 * makes it (suite/rig), and everything that was opened through it is closed with it.
 */
import type {Ending} from '../http/ending.js'
import type {
  AbortReason,
  Carrier,
  DatagramMode,
  Head,
  HeaderList,
  HttpVersion,
  SendOutcome,
  Tunnel,
  TunnelRequest,
} from '../http/transport.js'
import type {IpTunnel} from '../tunnel/ip-tunnel.js'
import type {IpTemplate} from '../tunnel/ip-template.js'
import type {Target} from '../tunnel/target.js'
import type {UdpTemplate} from '../tunnel/template.js'
import type {Setting} from '../wire/h3-settings.js'
import type {Family} from '../wire/ip/address.js'
import type {Width} from '../wire/varint.js'
import type {Clock} from './clock.js'
import type {Random} from './random.js'
import type {RawHttp1, RawHttp2, RawHttp2Options, RawHttp3, RawHttp3Options} from './raw-rig.js'

export interface Rig extends RudeRig {
  readonly http: HttpVersion
  readonly clock: Clock
  readonly random: Random
  readonly place: Place
  /** Of the proxy, as it is reached: IP and port. */
  readonly proxyAddress: string
  /** Ours, from which it is reached, as far as this host knows; undefined: not known. */
  readonly ownIp: string | undefined
  /** How long silence is waited for until it counts as one: some round trips, and more on a slow or lossy path. */
  readonly patienceMs: number
  /** Per phase, as the user has it: how long an answer to a request may take. */
  readonly timeoutMs: number

  /**
   * The connection that polite tunnels of this observation share; of a probe that provokes it is its own.
   * @throws Obstacle if there is none to be had
   */
  connection(signal: AbortSignal): Promise<RigConnection>
  /** One more, for this observation alone. @throws Obstacle */
  connect(signal: AbortSignal, options?: ConnectOptions): Promise<RigConnection>
  /** On `connection`. @throws Obstacle if the tunnel is not opened: for probes to which that is no question */
  openUdp(signal: AbortSignal, options?: UdpOptions): Promise<UdpRig>
  /** On `connection`. @throws Obstacle */
  openIp(signal: AbortSignal, options?: IpOptions): Promise<IpRig>
  /** Any request at all on `connection`; what is left out is as in a good request for a UDP tunnel to the target. */
  ask(request: Partial<TunnelRequest>, signal: AbortSignal): Promise<Answer>

  /** Asks again and again, a little later each time, until it is true or the time is over. */
  until(condition: () => boolean, withinMs: number, signal: AbortSignal): Promise<boolean>
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** With the target, for a probe that carries datagrams itself. @throws Obstacle if there is nobody to talk to */
  talk(): TargetTalk
  /** For the timeline of the evidence: what this observation does that nothing else shows. */
  note(text: string): void
}

/** Below the polite interface. Each is a connection of its own. @throws Obstacle where there is none to be had */
export interface RudeRig {
  rawHttp3(signal: AbortSignal, options?: RawHttp3Options): Promise<RawHttp3>
  rawHttp2(signal: AbortSignal, options?: RawHttp2Options): Promise<RawHttp2>
  rawHttp1(signal: AbortSignal): Promise<RawHttp1>
}

/** Where the proxy is, and whom its tunnels may lead to. */
export interface Place {
  readonly udp: UdpTemplate
  readonly ip: IpTemplate | undefined
  /** As far as was found before any probe began; `no` has positive evidence. */
  readonly offersUdp: Offered
  readonly offersIp: Offered
  /** Fields of the user's: credentials above all. The polite requests carry them. */
  readonly headers: HeaderList
  /** Some of these are credentials. */
  readonly hasCredentials: boolean
  /** Of the template: what its paths belong to. */
  readonly authority: string
  readonly scheme: string
  /** Who answers echoes; undefined: nobody, so that nothing can be framed by them. */
  readonly target: Target | undefined
  /** Whom packets of an IP tunnel may go to, by family. */
  readonly ipTarget: Partial<Readonly<Record<Family, string>>>
  /** A port at the target's where nobody listens. */
  readonly silentTarget: Target | undefined
  /** Proxy and target are on this host: what is lost between them, nobody else lost. */
  readonly nextDoor: boolean
}

export type Offered = 'yes' | 'no' | 'unknown'

export interface ConnectOptions {
  /** HTTP/3 and HTTP/2: what we announce, in this order, right or wrong; by default the usual. */
  readonly settings?: readonly Setting[]
  readonly quic?: QuicOptions
}

/** How our side of QUIC is, where that is another than usual. */
export interface QuicOptions {
  /** False: we announce no max_datagram_frame_size; what the peer sends all the same is taken, and seen. */
  readonly datagrams?: boolean
  /** The limit we announce: the peer must not exceed it (RFC 9221 section 3), and is seen if it does. */
  readonly maxDatagramFrameBytes?: number
  readonly streamReceiveWindow?: number
  readonly receiveWindow?: number
  readonly maxIdleMs?: number
  /** Raw transport parameters put behind ours. */
  readonly extraParameters?: Uint8Array
  /** Ours to leave out, by identifier. */
  readonly omittedParameters?: readonly number[]
  /** Sends datagrams as if the peer had announced this limit. */
  readonly assumedDatagramLimit?: number
  /** Every packet in clear, in `packets`. */
  readonly logFrames?: boolean
  /** Of the packets with DATAGRAM frames that come, one in so many counts as lost: it is in `packets`, and nowhere else. */
  readonly lostDatagrams?: number
  /** A DATAGRAM frame in our Handshake packets, where there is room. */
  readonly misplacedDatagrams?: boolean
  /** DATAGRAM frames in Handshake packets of the peer are passed over, so that there is a connection to see them on. */
  readonly bearsMisplacedDatagrams?: boolean
}

/** What is known of a connection before any request; values as strings, JSON as they are. */
export interface ConnectionSeen {
  readonly settings: readonly {readonly id: string; readonly value: string}[] | undefined
  readonly transportParameters: readonly {readonly id: string; readonly value: string | true}[] | undefined
  readonly alpn: string | null
  readonly tlsVersion: string | null
}

export interface RigConnection extends AsyncDisposable {
  readonly http: HttpVersion
  readonly seen: ConnectionSeen
  /** Packets in clear, if that was asked for; grows, bounded. */
  readonly packets: readonly SeenPacket[]
  openUdp(signal: AbortSignal, options?: UdpOptions): Promise<UdpRig>
  openIp(signal: AbortSignal, options?: IpOptions): Promise<IpRig>
  ask(request: Partial<TunnelRequest>, signal: AbortSignal): Promise<Answer>
  /** How it ended; null while it lives. */
  ending(): EndingSeen | null
  /** The same, waited for; null: it has not ended by then. */
  ended(withinMs: number, signal: AbortSignal): Promise<EndingSeen | null>
}

export interface SeenPacket {
  readonly atMs: number
  readonly direction: 'sent' | 'received'
  readonly level: 'handshake' | '1-rtt'
  readonly packetNumber: string
  /** wire/quic/frames.ts reads them. */
  readonly frames: Uint8Array
}

export interface UdpOptions {
  readonly target?: Target
  readonly headers?: HeaderList
  readonly datagrams?: DatagramMode
  /** In place of what the template gives. */
  readonly path?: string
  readonly authority?: string
}

export interface IpOptions {
  readonly scope?: {readonly target?: string; readonly ipproto?: number}
  readonly headers?: HeaderList
  readonly datagrams?: DatagramMode
  readonly path?: string
}

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

/** What became of a request. JSON as it is. */
export type Answer =
  | {
      readonly kind: 'success'
      readonly status: number
      readonly headers: HeaderList
      readonly interim: readonly number[]
    }
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly headers: HeaderList
      readonly interim: readonly number[]
      /** The beginning of the content, as text. */
      readonly body: string
      /** Why a success status is none here. */
      readonly problem: string | null
    }
  | {readonly kind: 'ended'; readonly ending: EndingSeen}
  | {readonly kind: 'silence'; readonly waitedMs: number}

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

/** Somebody stands in the way of an observation, and it is no answer to the question. The suite makes a verdict of it. */
export class Obstacle extends Error {
  override readonly name = 'Obstacle'
  constructor(
    readonly outcome: 'inconclusive' | 'not-applicable',
    message: string,
    /** The proxy's host itself says that nobody listens there. */
    readonly nobodyListens = false,
  ) {
    super(message)
  }
}
