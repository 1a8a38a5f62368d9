/** What every run stands on, and how it gets to a proxy. */
import type {NativeConnectOptions, QuicBinding} from '../native/surface.js'
import type {HeaderList, HttpVersion} from '../http/transport.js'
import type {Net} from '../net/net.js'
import type {Clock} from '../spec/clock.js'
import type {Random} from '../spec/random.js'
import type {UdpTemplate} from '../tunnel/template.js'
import type {Dialect} from '../tunnel/dialect/dialect.js'

/** Time, chance, network and engine: everything a run takes from outside. */
export interface Platform {
  readonly clock: Clock
  readonly random: Random
  readonly net: Net
  /** undefined: there is no engine, and therefore no HTTP/3. */
  readonly binding: QuicBinding | undefined
  /** What is not tried or not seen for want of an engine or a better socket, in sentences for the result. */
  readonly notObserved?: readonly string[]
}

/** A proxy to go through on the way to another: its UDP tunnel carries the QUIC connection to the next. */
export interface ViaHop {
  readonly template: UdpTemplate
  /** But for what is before it. */
  readonly reach: Omit<ReachOptions, 'via'>
  /** Tried in this order; behind another hop there is HTTP/3 only. */
  readonly http: readonly HttpVersion[]
  readonly headers: HeaderList
}

/** How to get to the proxy. */
export interface ReachOptions {
  /** Proxies to go through, the first that is met first. */
  readonly via?: readonly ViaHop[]
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
