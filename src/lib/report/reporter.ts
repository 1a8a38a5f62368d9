/** What a report format is: told of events as they happen, and of the result at the end. */
import type {Style} from '../style/style.js'
import type {ResultDocument} from './document.js'
import type {RunEvent} from './run-event.js'

export interface Reporter {
  /** One of several runs begins: only where there are several. */
  begin?(file: string): void
  event?(event: RunEvent): void
  finish(document: ResultDocument): void
  /** After the last of several. */
  end?(exitCode: number): void
}

export interface ReportTarget {
  write(text: string): void
  /** A person watches: lines may appear as things happen, and may be cut to the width. */
  readonly isLive: boolean
  readonly columns: number
  readonly style: Style
  readonly verbosity: -1 | 0 | 1 | 2
  /** Where the surroundings want a summary, beside the answer: the page of a step of GitHub Actions. */
  readonly summary?: {write(text: string): void}
}

export type Format = (target: ReportTarget) => Reporter
