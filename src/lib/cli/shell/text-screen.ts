/** A session on a pipe, or on a terminal without a prompt: one transcript, which is a script again. */
import {BoundedWriter, type TextStream} from '../../shell/screen/bounded-writer.js'
import {Lines, type LineOptions} from '../../shell/screen/lines.js'
import type {ShellEvent} from '../../shell/session/event.js'
import type {Outcome} from '../../shell/session/outcome.js'
import type {Screen} from './assembly.js'

export class TextScreen implements Screen {
  readonly #lines: Lines
  readonly #writer: BoundedWriter

  constructor(stream: TextStream, options: Omit<LineOptions, 'isScript'>) {
    this.#lines = new Lines({...options, isScript: true})
    this.#writer = new BoundedWriter(stream)
  }

  line(text: string): void {
    this.#writer.lines([text])
  }

  event(event: ShellEvent): void {
    this.#writer.event(this.#lines.event(event))
  }

  answer(lines: readonly string[]): void {
    this.#writer.lines(this.#lines.answer(lines))
  }

  outcome(outcome: Outcome): void {
    this.#writer.lines(this.#lines.outcome(outcome))
  }

  note(text: string): void {
    this.#writer.lines([this.#lines.note(text)])
  }
}
