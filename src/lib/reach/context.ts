/** What a way to the proxy is tried with, whatever version of HTTP is to be spoken there. */
import type {OuterWay} from '../http/outer-way.js'
import type {LoggedPacket} from '../http/h3/facts.js'
import type {NativePeculiarities, NativeTransport} from '../native/surface.js'
import type {ProxyPlace} from '../tunnel/template.js'
import type {Setting} from '../wire/h3-settings.js'
import type {Platform, ReachOptions} from './options.js'
import type {PhaseLog} from './phases.js'
import type {Witness} from './witness.js'

export interface ConnectContext {
  readonly platform: Platform
  readonly template: ProxyPlace
  readonly reach: ReachOptions
  /** Per phase. */
  readonly timeoutMs: number
  readonly log: PhaseLog
  readonly witness: Witness
  /** Inside a tunnel instead of over a socket: HTTP/3 only. */
  readonly way?: OuterWay
  readonly own?: OwnSide
}

/** How our side is, where that is another than usual: for those who test what a peer makes of it. */
export interface OwnSide {
  /** HTTP/3 and HTTP/2: what we announce instead of the usual. */
  readonly settings?: readonly Setting[]
  /** HTTP/3: over the usual, one by one. */
  readonly transport?: NativeTransport
  readonly peculiarities?: NativePeculiarities
  /** Hears of every packet in clear, as the evidence may. */
  readonly onFrames?: (packet: LoggedPacket) => void
}
