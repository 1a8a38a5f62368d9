/**
 * A prompt that can be edited, and lines that appear above it while it is. node:readline draws the prompt; before
 * anything else is written it is taken away, and it is put back afterwards with the cursor where it was.
 */
import {clearScreenDown, createInterface, cursorTo, moveCursor, type Interface} from 'node:readline'
import type {ReadStream, WriteStream} from 'node:tty'
import type {Completions} from './complete.js'

export interface TerminalOptions {
  readonly input: ReadStream
  readonly output: WriteStream
  /** Newest first, as readline has it. */
  readonly history: readonly string[]
  readonly prompt: () => string
  readonly complete: (line: string) => Completions
  readonly onLine: (line: string) => void
  /** Whether something was typed: it is gone. */
  readonly onInterrupt: (hadText: boolean) => void
  /** Ctrl-D, or the terminal went away. */
  readonly onLeave: () => void
}

const HISTORY_LINES = 1000

export class Terminal implements Disposable {
  readonly #readline: Interface
  #isClosed = false

  constructor(private readonly options: TerminalOptions) {
    const {input, output, history, complete} = options
    this.#readline = createInterface({
      input,
      output,
      terminal: true,
      history: [...history],
      historySize: HISTORY_LINES,
      removeHistoryDuplicates: true,
      prompt: options.prompt(),
      completer: (line: string): [string[], string] => {
        const {hits, partial} = complete(line)
        return [[...hits], partial]
      },
    })
    this.#readline.on('line', line => {
      options.onLine(line)
      this.refresh()
    })
    this.#readline.on('SIGINT', () => {
      this.#onInterrupt()
    })
    this.#readline.on('close', () => {
      if (!this.#isClosed) options.onLeave()
      this.#isClosed = true
    })
    this.#readline.prompt()
  }

  /** Above the prompt. */
  print(write: () => void): void {
    if (this.#isClosed) {
      write()
      return
    }
    const rows = this.#clear()
    write()
    // readline goes up by as many rows as the cursor was down before it draws the prompt anew.
    this.options.output.write('\n'.repeat(rows))
    this.refresh()
  }

  /** The prompt says what is true now. */
  refresh(): void {
    if (this.#isClosed) return
    this.#readline.setPrompt(this.options.prompt())
    this.#readline.prompt(true)
  }

  /** A line that is kept nowhere. */
  forget(line: string): void {
    const {history} = this.#readline as Interface & {readonly history?: string[]}
    const at = history?.indexOf(line) ?? -1
    if (at >= 0) history?.splice(at, 1)
  }

  /** The prompt goes away: what is said from now on begins on a line of its own. */
  [Symbol.dispose](): void {
    this.#isClosed = true
    this.#clear()
    this.#readline.close()
  }

  /** From the first row of the prompt on. How many rows the cursor was down. */
  #clear(): number {
    const {output} = this.options
    const {rows} = this.#readline.getCursorPos()
    moveCursor(output, 0, -rows)
    cursorTo(output, 0)
    clearScreenDown(output)
    return rows
  }

  #onInterrupt(): void {
    const hadText = this.#readline.line !== ''
    this.#readline.write(null, {ctrl: true, name: 'e'})
    this.#readline.write(null, {ctrl: true, name: 'u'})
    this.options.onInterrupt(hadText)
    this.refresh()
  }
}
