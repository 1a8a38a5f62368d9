/** Says when nothing has happened for a while. One timer, looked at again when it fires: activity costs nothing. */
import type {Cancel, Clock} from '../../spec/clock.js'

export class IdleWatch {
  #last: number
  #cancel: Cancel | undefined

  constructor(private readonly clock: Clock) {
    this.#last = clock.now()
  }

  touch(): void {
    this.#last = this.clock.now()
  }

  start(timeoutMs: number, onIdle: () => void): void {
    const check = (): void => {
      const idleMs = this.clock.now() - this.#last
      if (idleMs >= timeoutMs) onIdle()
      else this.#cancel = this.clock.after(timeoutMs - idleMs, check)
    }
    this.#cancel = this.clock.after(timeoutMs, check)
  }

  stop(): void {
    this.#cancel?.()
  }
}
