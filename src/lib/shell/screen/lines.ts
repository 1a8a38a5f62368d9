/**
 * A session as text. In a transcript everything but the typed lines begins with `#`, which the grammar takes for a
 * comment: what was copied from a screen or a bug report is a script that runs.
 */
import {escape} from '../../style/escape.js'
import type {Style} from '../../style/style.js'
import {EventLines} from '../decode/event-line.js'
import type {ShellEvent} from '../session/event.js'
import type {Outcome} from '../session/outcome.js'

export interface LineOptions {
  readonly style: Style
  /** Everything that is no line of the user's begins with `#`. */
  readonly isScript: boolean
  /** When times were 0. */
  readonly beganNs: bigint
}

export class Lines {
  readonly #events: EventLines
  readonly #style: Style
  readonly #prefix: string

  constructor({style, isScript, beganNs}: LineOptions) {
    this.#events = new EventLines(beganNs)
    this.#style = style
    this.#prefix = isScript ? '# ' : ''
  }

  event(event: ShellEvent): string {
    const line = this.#events.line(event)
    if (event.direction === 'local') return this.#style.dim(line)
    const isEnd = event.what.kind === 'ended' || event.what.kind === 'connection-ended'
    return isEnd ? this.#style.warn(line) : line
  }

  answer(lines: readonly string[]): readonly string[] {
    return lines.map(line => `${this.#prefix}${line}`.trimEnd())
  }

  error(text: string): string {
    return this.#style.bad(`${this.#prefix}error: ${escape(text)}`)
  }

  note(text: string): string {
    return this.#style.dim(`${this.#prefix}${escape(text)}`)
  }

  /** What became of a line; nothing of what was simply done. */
  outcome(outcome: Outcome): readonly string[] {
    const style = this.#style
    const say = (text: string): string => `${this.#prefix}${escape(text)}`
    switch (outcome.outcome) {
      case 'done':
      case 'leave':
        return []
      case 'failed':
        return [style.bad(say(`failed: ${outcome.why}`))]
      case 'met':
        return [style.ok(say(`met: ${outcome.what}`))]
      case 'violated':
        return [style.bad(say(`VIOLATED: expected ${outcome.expected}, but ${outcome.actual}`))]
      case 'undecided':
        return [style.warn(say(`undecided: expected ${outcome.expected}, but ${outcome.why}`))]
      case 'silent':
        return [style.warn(say(`nothing came from ${outcome.tunnel}, which counts only between two that do`))]
    }
  }
}
