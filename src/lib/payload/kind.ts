/** What a kind of payload is. */

export interface Payload {
  /** As given: `dns:example.com`, `stun`, … */
  readonly name: string
  /** The question with this number, counted from 0. */
  question(number: number): Uint8Array
  /** What an arriving payload answers; undefined if it is no answer of this kind. */
  answer(bytes: Uint8Array): Understood | undefined
}

export interface Understood {
  /** undefined: the kind has no way to tell which. */
  readonly question: number | undefined
  /** Our words, with nothing of the target's in them but numbers and addresses. */
  readonly detail: string
  /** Where the target saw the question come from, if it says so. */
  readonly observed?: string
}

export class PayloadError extends Error {
  override readonly name = 'PayloadError'
}
