/** What happened in a session, in order: everything that `show #N` can look at, and every line that appears by itself. */
import type {Ending} from '../../http/ending.js'
import type {Carrier, Head, SendOutcome, TunnelRequest} from '../../http/transport.js'

export interface ShellEvent {
  /** From 1: `#7`. */
  readonly number: number
  /** Monotonic nanoseconds. */
  readonly atNs: bigint
  readonly direction: 'sent' | 'received' | 'local'
  /** The tunnel's name; undefined: the connection's or the session's own. */
  readonly tunnel: string | undefined
  readonly what: ShellWhat
}

export type ShellWhat =
  | {readonly kind: 'connected'; readonly http: string; readonly address: string; readonly tookMs: number}
  | {readonly kind: 'connection-ended'; readonly ending: Ending}
  | {readonly kind: 'request'; readonly request: TunnelRequest; readonly label: string}
  | {readonly kind: 'interim'; readonly head: Head}
  | {readonly kind: 'response'; readonly head: Head; readonly accepted: boolean}
  | {readonly kind: 'content'; readonly bytes: Uint8Array}
  | {
      readonly kind: 'datagram'
      readonly carrier: Carrier
      /** Of the HTTP Datagram, Context ID included. */
      readonly payload: Uint8Array
      /** Of what we send. */
      readonly outcome?: SendOutcome
      readonly reply?: Reply
      /** What an IP tunnel would have in context 0. */
      readonly inner: 'udp' | 'ip'
    }
  | {
      readonly kind: 'capsule'
      readonly type: bigint
      readonly length: bigint
      /** The beginning of its value, and whether that is all of it. */
      readonly value: Uint8Array
      readonly isWhole: boolean
    }
  /** A capsule of which not everything has come yet. */
  | {readonly kind: 'partial'; readonly type: bigint; readonly length: bigint; readonly came: number}
  /** Octets put on the stream as they are; `meant` says what they are, `breaks` which rules they break. */
  | {readonly kind: 'octets'; readonly bytes: Uint8Array; readonly meant: string; readonly breaks: readonly Breach[]}
  | {readonly kind: 'finish'}
  | {readonly kind: 'abort'; readonly code: bigint | undefined; readonly codeName: string}
  | {readonly kind: 'stop'; readonly codeName: string}
  | {readonly kind: 'ended'; readonly ending: Ending}
  | {readonly kind: 'note'; readonly text: string}
  /** What is shown only to who watches it. */
  | {readonly kind: 'noise'; readonly noise: Noise; readonly text: string}

/** A rule that something sent on purpose breaks. */
export interface Breach {
  readonly rule: string
  readonly reference: string
}

/** What an arriving datagram answers. */
export interface Reply {
  readonly to: number
  readonly rttMs: number
  /** The very same octets, or an answer by the rules of a protocol. */
  readonly by: string
}

export const NOISES = ['phases', 'outer', 'frames'] as const
export type Noise = (typeof NOISES)[number]
