/** What whoever makes an HTTP/3 connection decides about it. */
import type * as settings from '../../wire/h3-settings.js'
import type {DatagramForms} from './datagram-forms.js'
import type {H3Manners} from './manners.js'

export interface H3Options {
  /** What we announce, in this order, right or wrong. */
  readonly settings: readonly settings.Setting[]
  /** What is done for peers from before the RFCs. */
  readonly leniency?: H3Leniency
  readonly early?: EarlyPolicy
  /** Of a server; by default honest. */
  readonly manners?: Partial<H3Manners>
  /** Of a server: how many requests the peer may have open. */
  readonly maxRequests?: number
  /** Of a server that does not take every DATAGRAM frame. */
  readonly forms?: DatagramForms
}

export interface H3Leniency {
  /** Settings that mean the same as H3_DATAGRAM, on either side. */
  readonly datagrams: readonly bigint[]
  /** Tunnels are asked for even if ENABLE_CONNECT_PROTOCOL is missing. */
  readonly asksAnyway: boolean
}

/** Of a server: what becomes of datagrams that come before their request, or before its answer. */
export interface EarlyPolicy {
  /** How many are held of each kind. */
  readonly kept: number
  readonly onEarly: 'hold' | 'close-connection' | 'reset-request'
}

/** On the order of a round trip, so a few (RFC 9297 section 2.1, RFC 9298 section 5). */
export const HELD_EARLY: EarlyPolicy = {kept: 32, onEarly: 'hold'}
