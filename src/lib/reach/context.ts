/** What a way to the proxy is tried with, whatever version of HTTP is to be spoken there. */
import type {OuterWay} from '../http/outer-way.js'
import type {ProxyPlace} from '../tunnel/template.js'
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
}
