/** What `probe ip` is told. */
import type {Evidence} from '../../evidence/event.js'
import type {DatagramMode, HeaderList} from '../../http/transport.js'
import type {Payload} from '../../payload/kind.js'
import type {ReachOptions} from '../../reach/options.js'
import type {ResponderKey} from '../../responder/message.js'
import type {IpTemplate} from '../../tunnel/ip-template.js'
import type {ProxyAddress} from '../../tunnel/proxy-address.js'
import type {HttpWish, ViaWish} from '../options.js'
import type {Target} from '../../tunnel/target.js'

export interface IpProbeOptions {
  readonly proxy: ProxyAddress<IpTemplate>
  /** Proxies to go through on the way. */
  readonly via?: ViaWish
  readonly reach: ReachOptions
  readonly aim: IpAim
  /** What the request is limited to (RFC 9484 section 4.6). */
  readonly scope: {readonly target?: string; readonly ipproto?: number}
  readonly headers: HeaderList
  readonly http: HttpWish
  readonly datagrams: DatagramMode
  /** Look for the largest payloads, too. */
  readonly sizes: boolean
  /** Of a traceroute; 0: none. */
  readonly maxHops: number
  /** On one connection, with the first. */
  readonly sessions: number
  readonly reconnect: boolean
  readonly count: number
  readonly intervalMs: number
  /** Per phase. */
  readonly timeoutMs: number
  /** Tell of everything that crosses the tunnel. */
  readonly wire: boolean
  readonly evidence: Evidence
}

/** Who is asked. Nothing is ever sent to anybody else. */
export interface IpAim {
  /** UDP goes here; `embedded`: what the embedded proxy's own network has. */
  readonly responder?: 'embedded' | {readonly at: Target; readonly key: ResponderKey}
  /** ICMP echo and traceroute go here. */
  readonly target?: string
  /** UDP that the target understands. */
  readonly payload?: {readonly target: Target; readonly payload: Payload}
  /** Of the target, or the responder's host. */
  readonly tcpPorts: readonly number[]
}
