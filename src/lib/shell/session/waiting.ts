/** Those who wait for the next event, whatever it is. */
import {unlessAborted} from '../../spec/clock.js'

export class Waiting {
  #next: Promise<void> | undefined
  #wake: (() => void) | undefined

  wake(): void {
    const wake = this.#wake
    this.#wake = undefined
    this.#next = undefined
    wake?.()
  }

  /** Rejects with the signal's reason. */
  next(signal: AbortSignal): Promise<void> {
    this.#next ??= new Promise(resolve => {
      this.#wake = resolve
    })
    return unlessAborted(this.#next, signal)
  }
}
