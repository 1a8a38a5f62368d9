/** What every rig of one run stands on, over one version of HTTP. */
import type {Evidence} from '../../evidence/event.js'
import type {HttpVersion} from '../../http/transport.js'
import type {Platform, ReachOptions} from '../../reach/options.js'
import type {ResponderKey} from '../../responder/message.js'
import type {Place} from '../../spec/rig.js'
import type {Target} from '../../tunnel/target.js'
import type {Timeline} from './timeline.js'

export interface RigContext {
  readonly platform: Platform
  readonly reach: ReachOptions
  readonly http: HttpVersion
  /** Of the proxy: IP and port. */
  readonly address: string
  readonly place: Place
  /** Who answers at `place.target`, and says what reached it; undefined: an echo and no more, or nobody. */
  readonly responder: {readonly at: Target; readonly key: ResponderKey} | undefined
  /** The responder as hosts of an IP tunnel reach it. */
  readonly ipResponder: IpResponder | undefined
  readonly timeoutMs: number
  readonly patienceMs: number
  readonly evidence: Evidence
  /** The next number for a connection in the evidence. */
  readonly nextConnection: () => number
  readonly timeline: Timeline
}

export interface IpResponder {
  readonly ips: Partial<Readonly<Record<4 | 6, string>>>
  readonly port: number
  readonly key: ResponderKey
}
