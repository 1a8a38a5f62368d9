/** What a run tells while it goes on: for the terminal as it happens, and for `--format jsonl`, one a line. */
import type {PhaseName, PhaseResult} from './document.js'

/** Milliseconds since the command began are in `tMs`. */
export type RunEvent =
  | {readonly event: 'proxy'; readonly tMs: number; readonly template: string}
  | {readonly event: 'road'; readonly http: '3'; readonly address: string; readonly tMs: number}
  /** Something begins that may take as long as this. */
  | {readonly event: 'doing'; readonly tMs: number; readonly what: Doing; readonly limitMs: number}
  | ({readonly event: 'phase'; readonly tMs: number} & PhaseResult)
  | ReplyEvent
  /** A datagram of ours that did not leave. */
  | {readonly event: 'unsent'; readonly tMs: number; readonly number: number; readonly outcome: string}
  | WireEvent
  | {readonly event: 'note'; readonly tMs: number; readonly text: string}

export type OnEvent = (event: RunEvent) => void

/** A phase, or what comes after: greeting the responder, sending, waiting for answers, asking for its report. */
export type Doing = PhaseName | 'greeting' | 'sending' | 'waiting' | 'report'

export interface ReplyEvent {
  readonly event: 'reply'
  readonly tMs: number
  readonly number: number
  readonly rttMs: number
  readonly bytes: number
  readonly carrier: 'frame' | 'capsule'
  /** A copy of one that came before. */
  readonly duplicate: boolean
  readonly detail: string
}

/** Something that crossed the tunnel, with -vv. */
export interface WireEvent {
  readonly event: 'wire'
  readonly tMs: number
  /** What evidence cites. */
  readonly number: number
  readonly tunnel: number
  readonly direction: 'sent' | 'received'
  readonly kind: 'request' | 'response' | 'datagram' | 'capsule' | 'raw' | 'finish' | 'abort' | 'ended'
  readonly detail: string
  /** The beginning of a payload. */
  readonly headHex?: string
  readonly lengthBytes?: number
  /** Where in the tunnel's data stream. */
  readonly offset?: number
}
