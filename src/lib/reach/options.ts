/** What every run stands on, and how it gets to a proxy. */
import type {NativeConnectOptions, QuicBinding} from '../native/surface.js'
import type {Net} from '../net/net.js'
import type {TcpConnect} from '../net/stream/tcp.js'
import type {Clock} from '../spec/clock.js'
import type {Random} from '../spec/random.js'
import type {Dialect} from '../tunnel/dialect/dialect.js'

/** Time, chance, network and engine: everything a run takes from outside. */
export interface Platform {
  readonly clock: Clock
  readonly random: Random
  readonly net: Net
  readonly binding: QuicBinding
  /** How TCP connections are made, if not by this host. */
  readonly tcp?: TcpConnect
  /** What this system's sockets do not show, in sentences for the result. */
  readonly notObserved?: readonly string[]
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
  /** A known deviation to speak; undefined: as the RFCs say. */
  readonly dialect?: Dialect
  readonly trust: Pick<NativeConnectOptions, 'trust' | 'rootsPem' | 'pin'>
  readonly identity?: {readonly certificatesPem: string; readonly keyPem: string}
}
