/** What became of a line. Silence is never held against anybody: what did not come in time is undecided. */

export type Outcome =
  | {readonly outcome: 'done'}
  /** It could not be done; no statement about the peer's correctness. `tunnel`: that did not open. */
  | {readonly outcome: 'failed'; readonly why: string; readonly tunnel?: string}
  | Expected
  /** The session is over. */
  | {readonly outcome: 'leave'}

/** What became of an expectation, and on which tunnel. */
export type Expected = {readonly tunnel: string} & (
  | {
      readonly outcome: 'met'
      readonly what: string
      /** Something came through: what stays away before or after does not for want of a path. */
      readonly isControl: boolean
    }
  /** Proven: the peer did something else. */
  | {readonly outcome: 'violated'; readonly expected: string; readonly actual: string}
  | {readonly outcome: 'undecided'; readonly expected: string; readonly why: string}
  /** Nothing was expected, and nothing came: worth something between two controls only. */
  | {readonly outcome: 'silent'}
)

export const DONE: Outcome = {outcome: 'done'}

export function failed(why: string, tunnel?: string): Outcome {
  return {outcome: 'failed', why, ...(tunnel !== undefined && {tunnel})}
}

/** Something about the session that the user can mend; nothing was sent. */
export class UserError extends Error {
  override readonly name = 'UserError'
}
