/**
 * What is under way, how long it has taken and may still take: one line on stderr of a terminal, the only user of ora.
 * It steps aside for everything else that is written.
 */
import ora, {type Ora} from 'ora'
import type {Clock} from '../spec/clock.js'

/** What is over sooner is not worth a line. */
const PATIENCE_MS = 300

export class Progress implements Disposable {
  readonly #spinner: Ora
  #begun: {readonly text: string; readonly atMs: number; readonly limitMs: number} | undefined
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
    this.#begun = {text, limitMs, atMs: this.clock.now()}
    this.#showLater()
  }

  end(): void {
    this.#hide()
    this.#begun = undefined
  }

  /** Runs `write`, which may write to the same terminal. */
  aside(write: () => void): void {
    this.#hide()
    write()
    if (this.#begun) this.#showLater()
  }

  [Symbol.dispose](): void {
    this.end()
  }

  #showLater(): void {
    this.#cancel = this.clock.after(PATIENCE_MS, () => {
      this.#spinner.start(this.#begun?.text ?? '')
    })
  }

  #hide(): void {
    this.#cancel?.()
    this.#cancel = undefined
    if (this.#spinner.isSpinning) this.#spinner.stop()
  }

  #times(): string {
    if (!this.#begun) return ''
    const {atMs, limitMs} = this.#begun
    return `${((this.clock.now() - atMs) / 1000).toFixed(1)} of at most ${(limitMs / 1000).toFixed(1)} s`
  }
}
