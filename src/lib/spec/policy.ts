/**
 * Every decision the RFCs leave to, or demand of, a proxy. The reference proxy asks; the honest policy
 * (proxy/honest-policy.ts) answers as the RFCs say. A fault is a policy with one answer changed, and no code
 * anywhere tests for a fault's name.
 */
import type {CapsuleReading} from '../http/capsule-reading.js'
import type {EarlyPolicy, H3Leniency} from '../http/h3/options.js'
import type {H3Manners, ServerPeculiarities, ServerQuic} from '../http/h3/manners.js'
import type {Carrier, DatagramMode, Head, HeaderList, IncomingRequest, TunnelRequest} from '../http/transport.js'
import type {RequestCare} from '../http/request-care.js'
import type {Target} from '../tunnel/target.js'
import type {Setting as H2Setting} from '../wire/h2-settings.js'
import type {Setting} from '../wire/h3-settings.js'
import type {IpPolicy} from './ip-policy.js'
import type {Random} from './random.js'

export interface Policy {
  readonly wire: WirePolicy
  readonly http: HttpPolicy
  readonly tunnel: TunnelPolicy
  readonly egress: EgressPolicy
  /** CONNECT-IP: ip-policy.ts. */
  readonly ip: IpPolicy
}

/** SETTINGS and what leaves on the connection. */
export interface WirePolicy {
  settings(random: Random): readonly Setting[]
  /** Of HTTP/2; undefined: what a proxy should say. */
  readonly h2Settings?: readonly H2Setting[]
  /** SETTINGS of HTTP/2 that leave in place of these, which hold all the same. */
  readonly h2Says?: (settings: readonly H2Setting[]) => readonly H2Setting[]
  /** More SETTINGS of HTTP/2, behind the first request. */
  readonly h2Later?: readonly H2Setting[]
  /** HTTP/2: octets for a client that wait for its window; beyond that its datagrams are dropped. undefined: a megabyte. */
  readonly h2QueuedBytes?: number
  /** How datagrams to the client travel. */
  readonly datagrams: DatagramMode
  /** Validate client addresses by Retry. */
  readonly retry: boolean
  /** What is done for clients from before the RFCs. */
  readonly leniency?: H3Leniency
  /** A request in the terms of the RFCs, for a proxy that understands other words as well. */
  readonly understand?: (incoming: IncomingRequest, served: Served) => IncomingRequest
  /** Datagrams of HTTP/3 before their request, or before its answer; undefined: a few are held. */
  readonly early?: EarlyPolicy
  /** On a connection of HTTP/3; what is left out is as the RFCs say. */
  readonly h3?: Partial<H3Manners>
  /** What our QUIC announces; what is left out is as a proxy needs it. */
  readonly quic?: ServerQuic
  /** Where it does otherwise than it says, or than it must; undefined: nowhere. */
  readonly quicPeculiarities?: ServerPeculiarities
}

/** What a proxy answers to by its own template. */
export interface Served {
  readonly authority: string
  readonly udpPath: (variables: {readonly target_host: string; readonly target_port: string}) => string
  /** Of an IP tunnel to everywhere; undefined: there are none. */
  readonly ipPath: string | undefined
}

/** Answers to requests. */
export interface HttpPolicy {
  /** Before anything else is looked at: an answer ends it, undefined goes on. */
  admit(request: TunnelRequest, incoming: Pick<IncomingRequest, 'http' | 'peerSettings'>): Head | undefined
  /** RFC 9298 section 3.1: names are resolved before the response. */
  readonly resolveFirst: boolean
  /** What opens the tunnel: it depends on the version of HTTP that asks, and on the protocol it asks for. */
  /** `destination` is undefined for an IP tunnel to anywhere. */
  success(destination: string | undefined, asked: Pick<IncomingRequest, 'http' | 'request'>): Head
  refuse(reason: RefusalReason): Head
  /** A socket to the target cannot be had. */
  onNoSocket(): 'refuse' | 'accept'
  /** Datagrams of refused requests go to their targets all the same. */
  readonly relaysRefused: boolean
  /** Requests whose form is wrong, and what is taken for one; undefined: as the RFCs say. */
  readonly care?: RequestCare
  /** What a request means whose variables break the rules, as decoded; undefined: it is refused. */
  readonly onBadTarget?: (host: string, port: string) => Target | undefined
  /** How long a proxy waits for a sign of this destination before it answers; undefined: it does not. */
  readonly hesitatesMs?: (destination: string) => number
  /** Whether a request for a tunnel is served that carries these: fields of content, which it must not. */
  takesContentFields(fields: HeaderList): boolean
  /** How long a request is looked at before it is admitted: signatures take time; undefined: none at all. */
  readonly looksMs?: (request: TunnelRequest) => number
}

export type RefusalReason =
  /** Not a tunnel, and nothing else is here. */
  | {readonly kind: 'not-found'}
  /** CONNECT without an upgrade token. */
  | {readonly kind: 'method-not-allowed'}
  | {readonly kind: 'unknown-protocol'}
  /** A name we are not (RFC 9110 section 7.4). */
  | {readonly kind: 'misdirected'}
  | {readonly kind: 'bad-target'; readonly detail: string}
  | {readonly kind: 'dns'; readonly failure: 'no-such-name' | 'temporary' | 'failed'; readonly detail: string}
  | {readonly kind: 'prohibited'; readonly address: string}
  | {readonly kind: 'unroutable'; readonly detail: string}
  | {readonly kind: 'busy'; readonly detail: string}
  /** Content-Length and the like, on a request for a tunnel (RFC 9297 section 3.2). */
  | {readonly kind: 'content-fields'; readonly detail: string}

/** What happens on an open tunnel. */
export interface TunnelPolicy {
  /** RFC 9298 section 5: dropped, or held for a while. */
  onUnknownContext(contextId: bigint): 'drop' | 'forward' | 'close'
  /** More than 65527 octets in context 0: the stream must be aborted. */
  onOversizedPayload(): 'abort' | 'drop'
  /** A packet from the target that does not fit a frame: RFC 9298 section 6.1. */
  onTooLargeForFrame(): 'drop' | 'capsule'
  /** Sockets may be closed when idle, not before two minutes (section 3.1); undefined: never. */
  readonly idleTimeoutMs: number | undefined
  /** An ICMP error that the kernel matched to the tunnel's socket. */
  onIcmpError(error: string): 'ignore' | 'close'
  /** Sending failed for good: the stream must be closed (section 3.1). */
  onSocketUnusable(error: string): 'close' | 'ignore'
  /** After `idleTimeoutMs`: the request stream is closed with the socket (section 3.1). */
  onIdle(): 'close' | 'close-socket' | 'renew-socket'
  /** The client ended its direction: nothing says what that means. */
  onClientFin(): 'finish' | 'reset' | 'nothing'
  /** Capsules that go to the client before anything else. */
  readonly greeting: readonly {readonly type: bigint; readonly value: Uint8Array}[]
  /** The context in which payloads go to the client. */
  readonly downContext: bigint
  /** Octets that a Context ID of so many octets takes; undefined: it is not understood. */
  contextOctets(width: number): number | undefined
  /** A datagram that is empty or ends within its Context ID. */
  onTruncatedContext(): 'drop' | 'abort'
  /** The longest payload that context 0 may have: section 5. */
  readonly maxPayloadBytes: number
  /** A payload on its way, by default as it came. */
  readonly relay?: (payload: Uint8Array, towards: 'target' | 'client') => Uint8Array | 'drop' | 'close'
  /** Payloads to the client go out once more after so long; undefined: they do not. */
  readonly repeatsAfterMs?: number
  /** Capsules, of IP tunnels as well; absent: as RFC 9297 asks. */
  readonly reading?: CapsuleReading
  /** Whether a datagram counts that came so, given how those before it came that counted; absent: each does. */
  readonly takes?: (carrier: Carrier, before: ReadonlySet<Carrier>) => boolean
  /** How long a payload is held that came so from the client, or goes so to it; absent: not at all. */
  readonly holdsMs?: (towards: 'target' | 'client', carrier: Carrier) => number
}

/** Towards the target. */
export interface EgressPolicy {
  /** Connected, the kernel hands us packets of the target only; otherwise `acceptsFrom` decides. */
  readonly connectedSocket: boolean
  acceptsFrom(source: string, target: string): boolean
  readonly dontFragment: 'on' | 'off' | 'probe'
  /** The whole octet; ECN bits must be Not-ECT (RFC 9298 section 6.2). */
  readonly tos: number
  readonly ttl: number | undefined
  /** Asked of the address that will be used, after resolution (section 7). */
  mayReach(ip: string): boolean
  /** To which tunnels packets go that came to the socket of one: its own, or others that lead to the same target. */
  readonly receivers: 'own' | 'newest' | 'all'
  /** Given the ports of sockets that were closed, the latest last; 0: the system chooses. */
  localPort(closed: readonly number[]): number
  /** Sockets are closed with their tunnels. */
  readonly closesWithTunnel: boolean
  /** Of all tunnels together; undefined: as many as the system gives. */
  readonly maxSockets: number | undefined
  /** Packets to a target that has not answered yet; undefined: no limit. */
  readonly maxUnanswered: number | undefined
}
