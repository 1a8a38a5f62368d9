/** Runs calls one after the other: what they say is shown, what they come to is counted, and they are written down. */
import {GrammarError, explain} from '../grammar/error.js'
import {failed, UserError, type Outcome} from '../session/outcome.js'
import {WITHHELD} from '../session/marks.js'
import type {Session} from '../session/session.js'
import {dryLines} from '../words/dry.js'
import type {Item} from './read.js'

export interface Listener {
  /** Before it runs, as it is recorded. */
  readonly onLine: (text: string) => void
  readonly onAnswer: (lines: readonly string[]) => void
  readonly onOutcome: (outcome: Outcome, text: string) => void
}

/** These look at what is there, and nothing follows from them. */
const NEUTRAL: ReadonlySet<string> = new Set(['looking', 'settings', 'session'])

export class Runner {
  #wasActing = false

  constructor(
    private readonly session: Session,
    private readonly listener: Listener,
  ) {}

  /** Rejects with the signal's reason. */
  async run({text, call, isDry}: Item, signal: AbortSignal): Promise<Outcome> {
    const {session, listener} = this
    const recorded = call.isSecret ? `${WITHHELD}${call.word.name}` : text
    listener.onLine(recorded)
    session.marks.add(recorded)
    this.#beforeExpecting(call.word.acts && !isDry, NEUTRAL.has(call.word.group) || isDry)
    const context = {session, tell: listener.onAnswer}
    let outcome: Outcome
    try {
      if (isDry) {
        listener.onAnswer(dryLines((await call.dry?.(context)) ?? []))
        outcome = {outcome: 'done'}
      } else {
        outcome = await call.run(context, signal)
      }
    } catch (error) {
      if (error instanceof UserError) outcome = failed(error.message)
      else if (error instanceof GrammarError) outcome = failed(explain(error))
      else throw error
    }
    listener.onOutcome(outcome, recorded)
    return outcome
  }

  /** Words that act in a row are one question: what is expected after them may be an answer to any. */
  #beforeExpecting(acts: boolean, isNeutral: boolean): void {
    if (isNeutral) return
    if (acts && !this.#wasActing) this.session.beginActing()
    this.#wasActing = acts
  }
}
