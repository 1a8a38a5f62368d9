/** How a tunnel or a request ended: who, how, which code, in words. A value, never an exception. */

import {quoted} from './quoted.js'

export interface Ending {
  readonly by: 'peer' | 'us' | 'network'
  readonly how:
    /** The stream was ended cleanly. */
    | 'finished'
    /** The stream was reset. */
    | 'reset'
    /** The peer wants no more bytes from us on this stream. */
    | 'stopped'
    /** The message or a capsule broke the rules, so the stream was aborted. */
    | 'malformed'
    /** The rules of HTTP or QUIC were broken in a way that ends the connection. */
    | 'protocol-error'
    /** More came than we take: a limit of ours, and no breach of anybody's. */
    | 'over-limit'
    /** The connection was closed. */
    | 'connection-closed'
    | 'timed-out'
    /** The peer has forgotten the connection. */
    | 'stateless-reset'
    | 'version-negotiation'
    /** The other side does not offer what was asked for; nothing was sent. */
    | 'not-offered'
    /** The other side takes no new requests on this connection. */
    | 'going-away'
    /** Whoever opened it changed their mind. */
    | 'aborted'
    | 'engine-failure'
  readonly scope: 'tunnel' | 'connection'
  readonly code?: bigint
  /** The rules that were broken are those of QUIC, not of HTTP. */
  readonly inQuic?: true
  /** `H3_MESSAGE_ERROR (0x10e)`. */
  readonly codeName?: string
  /** The TLS alert in it: `certificate_required`. TLS 1.3 clients learn of a refused certificate after their handshake. */
  readonly alert?: string
  /** What the peer itself said. Hostile until escaped. */
  readonly reason?: string
  /** One sentence of our own; nothing the peer wrote is in it. */
  readonly detail: string
}

/** With what the peer itself said of it, if it said anything: hostile until escaped. */
export function inWords({detail, reason}: Ending): string {
  return reason ? `${detail}; it said: ${quoted(reason)}` : detail
}

/** The peer broke a rule, and that was seen: no matter of opinion. */
export function isBreach({by, how}: Ending): boolean {
  return by === 'us' && (how === 'malformed' || how === 'protocol-error')
}

/** We were not simply done with it. */
export function isUnwanted({by, how}: Ending): boolean {
  return by !== 'us' || !['finished', 'aborted', 'connection-closed'].includes(how)
}
