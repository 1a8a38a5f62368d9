/**
 * What the search needs of a path: questions of one length that are answered in another. A lane is one tunnel; what
 * the other side makes of a payload that is too large may be to end it, so there may be several, one after the other.
 */
import type {Carrier, SendOutcome} from '../../http/transport.js'

export interface SizedQuestion {
  readonly bytes: number
  readonly answerBytes: number
}

export interface SizedAnswer {
  /** Of the question. */
  readonly number: number
  readonly carrier: Carrier
  readonly bytes: number
  /** The far end wanted to send an answer of the length asked for, and its own system refused. */
  readonly refused: boolean
}

export interface Asked {
  readonly outcome: SendOutcome
  /** By which the far end reports it. */
  readonly number: number
}

export interface Lane {
  /** The largest question it takes now; undefined: any. */
  readonly limitBytes: number | undefined
  /** `onAnswer` is called for each copy of the answer, however late. */
  ask(question: SizedQuestion, onAnswer: (answer: SizedAnswer) => void): Promise<Asked>
  /** Settles when the other side ended it; never otherwise. */
  readonly ended: Promise<void>
  /** Why, once it has. */
  readonly ending: string | undefined
  close(): void
}

/** Questions and their answers have this length where it is not their length that is examined. */
export const CONTROL_BYTES = 160
