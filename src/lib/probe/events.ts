/** What a probe tells while it runs: for the terminal as it happens, and for `--format jsonl`, one a line. */
import type {PhaseResult} from '../report/document.js'

export type ProbeEvent =
  | {readonly event: 'road'; readonly http: '3'; readonly address: string; readonly tMs: number}
  | ({readonly event: 'phase'; readonly tMs: number} & PhaseResult)
  | {
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
  | {readonly event: 'sent'; readonly tMs: number; readonly number: number; readonly outcome: string}
  | {readonly event: 'note'; readonly tMs: number; readonly text: string}

export type OnEvent = (event: ProbeEvent) => void
