/**
 * What happens to lines that a person types: one after the other, each when the one before is done. Ctrl-C stops what
 * runs, twice leaves, and nothing else is hung on it.
 */
import {explain, GrammarError} from '../grammar/error.js'
import {readItems, type Item} from '../script/read.js'
import type {Runner} from '../script/run.js'
import type {Session} from '../session/session.js'

export interface ConversationOptions {
  readonly session: Session
  readonly runner: Runner
  /** Problems with what was typed. */
  readonly onError: (text: string) => void
  readonly onNote: (text: string) => void
  /** Something that the prompt shows may be different now. */
  readonly onChange: () => void
}

/** Why it is over. */
export type Left = 'left' | 'interrupted'

export const HOW_TO_LEAVE = 'Ctrl-C stops what runs, twice leaves; Ctrl-D leaves; help lists the words'

class Stopped extends Error {
  override readonly name = 'Stopped'
}

export class Conversation {
  readonly #options: ConversationOptions
  readonly #waiting: Item[] = []
  readonly #typed: string[] = []
  #running: AbortController | undefined
  #interruptedBefore = false
  #settle!: (left: Left) => void
  #fail!: (error: unknown) => void

  /** Rejects with what is a bug of ours. */
  readonly over = new Promise<Left>((resolve, reject) => {
    this.#settle = resolve
    this.#fail = reject
  })

  constructor(options: ConversationOptions) {
    this.#options = options
  }

  /** The line as it was meant; undefined: it was not understood. Whether it may be kept in a history, too. */
  enter(typed: string): {readonly line: string; readonly isSecret: boolean} | undefined {
    this.#interruptedBefore = false
    const {onError, onNote} = this.#options
    try {
      const line = this.#expand(typed)
      if (line !== typed) onNote(line)
      const items = readItems(line)
      this.#waiting.push(...items)
      const isSecret = items.some(({call}) => call.isSecret)
      if (items.length > 0 && !isSecret) this.#typed.push(line)
      this.#work().catch(this.#fail)
      return {line, isSecret}
    } catch (error) {
      if (!(error instanceof GrammarError)) throw error
      onError(explain(error))
      return undefined
    }
  }

  /** @param hadText something was typed and not entered yet: it is gone, and that is enough for once */
  interrupt(hadText: boolean): void {
    const {onNote} = this.#options
    if (this.#interruptedBefore) {
      this.leave('interrupted')
      return
    }
    this.#interruptedBefore = true
    const running = this.#running
    this.#waiting.length = 0
    running?.abort(new Stopped('stopped'))
    if (running) onNote('stopped; Ctrl-C once more leaves')
    else if (!hadText) onNote('Ctrl-C once more leaves')
  }

  leave(left: Left): void {
    this.#waiting.length = 0
    this.#running?.abort(new Stopped('left'))
    this.#settle(left)
  }

  get isRunning(): boolean {
    return this.#running !== undefined
  }

  async #work(): Promise<void> {
    if (this.#running) return
    for (let item = this.#waiting.shift(); item; item = this.#waiting.shift()) {
      this.#running = new AbortController()
      try {
        const {outcome} = await this.#options.runner.run(item, this.#running.signal)
        if (outcome === 'leave') this.leave('left')
      } catch (error) {
        if (!(error instanceof Stopped)) throw error
      } finally {
        this.#running = undefined
      }
    }
    this.#options.onChange()
  }

  /** `!!` and `!se`. @throws GrammarError */
  #expand(typed: string): string {
    const match = /^\s*!(!|[^\s!].*)?\s*$/.exec(typed)
    if (!match) return typed
    const prefix = match[1] ?? ''
    const found = prefix === '!' ? this.#typed.at(-1) : this.#typed.findLast(line => line.startsWith(prefix.trim()))
    if (found !== undefined && prefix !== '') return found
    throw new GrammarError(`no line begins with '${prefix}'`, {column: 1, example: '!!'})
  }
}
