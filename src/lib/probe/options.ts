/** What `probe udp` is told. */
import type {Evidence} from '../evidence/event.js'
import type {DatagramMode, HeaderList, HttpVersion} from '../http/transport.js'
import type {Payload} from '../payload/kind.js'
import type {ReachOptions} from '../reach/options.js'
import type {ResponderKey} from '../responder/message.js'
import type {ProxyAddress} from '../tunnel/proxy-address.js'
import type {Target} from '../tunnel/target.js'

export interface UdpProbeOptions {
  readonly proxy: ProxyAddress
  readonly reach: ReachOptions
  readonly aim: Aim
  readonly headers: HeaderList
  readonly http: HttpWish
  readonly datagrams: DatagramMode
  /** Look for the largest payloads, too. */
  readonly sizes: boolean
  /** And how many go there and back in a second, in a short burst. */
  readonly burst?: boolean
  /** Go to HTTP/3 where Alt-Svc says that it is, too. */
  readonly altSvc?: boolean
  /** Proxies to go through on the way. */
  readonly via?: ViaWish
  readonly count: number
  readonly intervalMs: number
  /** Per phase. */
  readonly timeoutMs: number
  /** Tell of everything that crosses the tunnel. */
  readonly wire: boolean
  /** Where everything that is seen goes, with numbers to cite. */
  readonly evidence: Evidence
}

/** The first is met first, over the first of these versions that reaches it; behind it there is HTTP/3 only. */
export interface ViaWish {
  readonly proxies: readonly ProxyAddress[]
  readonly http: readonly HttpVersion[]
}

/** Versions of HTTP, in the order in which they are tried. */
export interface HttpWish {
  readonly versions: readonly HttpVersion[]
  /** They were asked for by name: each has to carry. Otherwise one that the proxy does not offer is no failure. */
  readonly named: boolean
  /** The one that is there first, and no other. */
  readonly auto?: boolean
}

/** What the datagrams go to. */
export type Aim =
  /** A responder of ours, started in-process: possible for a proxy on this host. */
  | {readonly kind: 'in-process'}
  /** `target` is where the proxy finds it, `responder` where we do: mostly the same. */
  | {readonly kind: 'responder'; readonly target: Target; readonly responder: Target; readonly key: ResponderKey}
  | {readonly kind: 'payload'; readonly target: Target; readonly payload: Payload}
