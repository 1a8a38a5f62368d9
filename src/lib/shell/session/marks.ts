/** The lines of a session that were understood, and names for places among them: what `history`, `!!` and `save` use. */
import {UserError} from './outcome.js'

const MAX_LINES = 10_000
/** What is left of a line that holds a secret. */
export const WITHHELD = '# not recorded, as it holds a secret: '

export class Marks {
  readonly #lines: string[] = []
  readonly #marks = new Map<string, number>()
  #dropped = 0

  add(line: string): void {
    this.#lines.push(line)
    if (this.#lines.length <= MAX_LINES) return
    this.#lines.shift()
    this.#dropped++
  }

  get names(): readonly string[] {
    return [...this.#marks.keys()]
  }

  /** Here, before the line that comes next. */
  mark(name: string): void {
    this.#marks.set(name, this.#dropped + this.#lines.length)
  }

  /** The latest, with their numbers from 1. */
  latest(count: number): readonly (readonly [number, string])[] {
    const from = Math.max(0, this.#lines.length - count)
    return this.#lines.slice(from).map((line, index) => [this.#dropped + from + index + 1, line] as const)
  }

  /** From one mark to another; without a name from the beginning, or to the end. @throws UserError */
  between(from: string, to: string): readonly string[] {
    const start = from === '' ? 0 : this.#place(from)
    const end = to === '' ? Infinity : this.#place(to)
    if (start > end) throw new UserError(`the mark ${from} comes after ${to}: write ${to}..${from}`)
    return this.#lines.slice(Math.max(0, start - this.#dropped), Math.max(0, end - this.#dropped))
  }

  #place(name: string): number {
    const place = this.#marks.get(name)
    if (place !== undefined) return place
    const there = this.names.length === 0 ? 'there is none: mark a' : `there are ${this.names.join(', ')}`
    throw new UserError(`no mark is called ${name}; ${there}`)
  }
}
