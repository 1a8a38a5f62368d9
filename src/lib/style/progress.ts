/**
 * What is under way, how long it has taken and may still take: one line on stderr of a terminal, the only user of ora.
 * It steps aside for everything else that is written.
 */
import ora, {type Ora} from 'ora'
import type {Clock} from '../spec/clock.js'

/** What is over sooner is not worth a line. */
const PATIENCE_MS = 300

interface Begun {
  readonly text: string
  readonly atMs: number
  readonly limitMs: number
  /** One of many: the limit is that of all that are left. */
  readonly isOneOfMany: boolean
}

export class Progress implements Disposable {
  readonly #spinner: Ora
  #begun: Begun | undefined
  #cancel: (() => void) | undefined

  constructor(
    private readonly clock: Clock,
    stream: NodeJS.WritableStream,
  ) {
    this.#spinner = ora({
      stream,
      isEnabled: true,
      color: false,
      // Both would meddle with the signals of the process.
      discardStdin: false,
      hideCursor: false,
      suffixText: () => this.#times(),
    })
  }

  /** From now on this is under way, and may take `limitMs`. */
  begin(text: string, limitMs: number): void {
    this.#hide()
    this.#begun = {text, limitMs, atMs: this.clock.now(), isOneOfMany: false}
    this.#showLater()
  }

  /** The next of many is under way: a line that is there stays. What is left may take `limitMs`; 0: nobody knows. */
  next(text: string, limitMs: number): void {
    this.#begun = {text, limitMs, atMs: this.clock.now(), isOneOfMany: true}
    if (this.#spinner.isSpinning) this.#spinner.text = text
    else if (!this.#cancel) this.#showLater()
  }

  end(): void {
    this.#hide()
    this.#begun = undefined
  }

  /** Runs `write`, which may write to the same terminal. */
  aside(write: () => void): void {
    const isOneOfMany = this.#begun?.isOneOfMany === true && this.#spinner.isSpinning
    this.#hide()
    write()
    if (isOneOfMany) this.#show()
    else if (this.#begun) this.#showLater()
  }

  [Symbol.dispose](): void {
    this.end()
  }

  #showLater(): void {
    this.#cancel = this.clock.after(PATIENCE_MS, () => {
      this.#show()
    })
  }

  #show(): void {
    this.#spinner.start(this.#begun?.text ?? '')
  }

  #hide(): void {
    this.#cancel?.()
    this.#cancel = undefined
    if (this.#spinner.isSpinning) this.#spinner.stop()
  }

  #times(): string {
    if (!this.#begun) return ''
    const {atMs, limitMs, isOneOfMany} = this.#begun
    const tookMs = this.clock.now() - atMs
    if (isOneOfMany && limitMs === 0) return ''
    if (isOneOfMany) return `at most ${(Math.max(0, limitMs - tookMs) / 1000).toFixed(0)} s more`
    return `${(tookMs / 1000).toFixed(1)} of at most ${(limitMs / 1000).toFixed(1)} s`
  }
}
