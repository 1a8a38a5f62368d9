/**
 * What a session stands on: connections to one proxy, made when they are needed. Tests put a scripted proxy here; the
 * real one is `proxy-way.ts`.
 */
import type {ScopeLead} from '../../evidence/event.js'
import type {Ending} from '../../http/ending.js'
import type {HttpVersion, Opened, TunnelRequest} from '../../http/transport.js'
import type {OuterConnection} from '../../reach/connection.js'
import type {Target} from '../../tunnel/target.js'
import type {IpTemplate} from '../../tunnel/ip-template.js'
import type {UdpTemplate} from '../../tunnel/template.js'

export interface Outer extends AsyncDisposable {
  readonly http: HttpVersion
  /** Where packets go: IP and port. */
  readonly address: string
  /** Opens a tunnel that leads to this target, as far as the evidence is concerned. */
  open(request: TunnelRequest, target: Target | ScopeLead, signal: AbortSignal): Promise<Opened>
  /** Requests made so far. */
  readonly requests: number
  readonly ended: Promise<Ending>
  /** What else is known of it; undefined where there is nothing but a transport. */
  readonly connection: Pick<OuterConnection, 'facts' | 'figures' | 'lifeSign' | 'remarks'> | undefined
}

/** The versions of HTTP to try, in this order. */
export type HttpChoice = readonly [HttpVersion, ...HttpVersion[]]

export type Connecting =
  /** `left`: why versions that were tried before were not taken, in sentences. */
  | {readonly kind: 'connected'; readonly outer: Outer; readonly left?: readonly string[]}
  /** Why, and what to try. */
  | {readonly kind: 'failed'; readonly why: string; readonly next: string}

export interface Way {
  readonly udp: UdpTemplate
  /** For IP tunnels: PROXY says one, or its authority has the default one. */
  readonly ip: IpTemplate
  /** Rejects only with the signal's reason. */
  connect(http: HttpChoice, timeoutMs: number, signal: AbortSignal): Promise<Connecting>
}
