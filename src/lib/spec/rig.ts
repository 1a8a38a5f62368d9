/**
 * What a probe may do: open tunnels, polite or rude, send anything through them, ask the responder, and wait for a
 * condition and not for a time. One rig serves one observation of one requirement over one version of HTTP; the suite
 * makes it (suite/rig), and everything that was opened through it is closed with it.
 */
import type {DatagramMode, HeaderList, HttpVersion, TunnelRequest} from '../http/transport.js'
import type {IpTemplate} from '../tunnel/ip-template.js'
import type {Target} from '../tunnel/target.js'
import type {UdpTemplate} from '../tunnel/template.js'
import type {Setting} from '../wire/h3-settings.js'
import type {Family} from '../wire/ip/address.js'
import type {Clock} from './clock.js'
import type {Random} from './random.js'
import type {RawHttp1, RawHttp2, RawHttp2Options, RawHttp3, RawHttp3Options} from './raw-rig.js'
import type {UdpRig, TargetTalk, IpRig, EndingSeen} from './tunnel-rig.js'

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
