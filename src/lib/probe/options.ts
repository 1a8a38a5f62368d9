/** What `probe udp` is told, and what it stands on. */
import type {Evidence} from '../evidence/event.js'
import type {DatagramMode, HeaderList} from '../http/transport.js'
import type {NativeConnectOptions, QuicBinding} from '../native/surface.js'
import type {Net} from '../net/net.js'
import type {Payload} from '../payload/kind.js'
import type {ResponderKey} from '../responder/message.js'
import type {Clock} from '../spec/clock.js'
import type {Random} from '../spec/random.js'
import type {ProxyAddress} from '../tunnel/proxy-address.js'
import type {Target} from '../tunnel/target.js'

/** Time, chance, network and engine: everything a run takes from outside. */
export interface Platform {
  readonly clock: Clock
  readonly random: Random
  readonly net: Net
  readonly binding: QuicBinding
  /** What this system's sockets do not show, in sentences for the result. */
  readonly notObserved?: readonly string[]
}

export interface UdpProbeOptions {
  readonly proxy: ProxyAddress
  readonly reach: ReachOptions
  readonly aim: Aim
  readonly headers: HeaderList
  readonly datagrams: DatagramMode
  /** Look for the largest payloads, too. */
  readonly sizes: boolean
  readonly count: number
  readonly intervalMs: number
  /** Per phase. */
  readonly timeoutMs: number
  /** Tell of everything that crosses the tunnel. */
  readonly wire: boolean
  /** Where everything that is seen goes, with numbers to cite. */
  readonly evidence: Evidence
}

/** How to get to the proxy. */
export interface ReachOptions {
  /** Host and port to go to instead of those of the template. */
  readonly connectTo?: {readonly host: string; readonly port: number}
  /** Answers instead of the resolver's: by `host:port`. */
  readonly resolve: ReadonlyMap<string, string>
  readonly family?: 4 | 6
  readonly allAddresses: boolean
  /** Our own address. */
  readonly bind?: string
  readonly serverName?: string
  readonly trust: Pick<NativeConnectOptions, 'trust' | 'rootsPem' | 'pin'>
  readonly identity?: {readonly certificatesPem: string; readonly keyPem: string}
}

/** What the datagrams go to. */
export type Aim =
  /** A responder of ours, started in-process: possible for a proxy on this host. */
  | {readonly kind: 'in-process'}
  /** `target` is where the proxy finds it, `responder` where we do: mostly the same. */
  | {readonly kind: 'responder'; readonly target: Target; readonly responder: Target; readonly key: ResponderKey}
  | {readonly kind: 'payload'; readonly target: Target; readonly payload: Payload}
