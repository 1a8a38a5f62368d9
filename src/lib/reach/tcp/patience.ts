/** A time limit for steps that one call goes through: it begins anew with each of them. */
import {TimeoutError, type Cancel, type Clock} from '../../spec/clock.js'

export class Patience implements Disposable {
  readonly #controller = new AbortController()
  readonly #follow: () => void
  #cancel: Cancel

  constructor(
    private readonly clock: Clock,
    private readonly ms: number,
    private readonly parent: AbortSignal,
  ) {
    this.#follow = () => {
      this.#controller.abort(parent.reason)
    }
    if (parent.aborted) this.#follow()
    else parent.addEventListener('abort', this.#follow, {once: true})
    this.#cancel = this.#start()
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** The next step begins. */
  renew(): void {
    this.#cancel()
    this.#cancel = this.#start()
  }

  #start(): Cancel {
    return this.clock.after(this.ms, () => {
      this.#controller.abort(new TimeoutError(this.ms))
    })
  }

  [Symbol.dispose](): void {
    this.#cancel()
    this.parent.removeEventListener('abort', this.#follow)
  }
}
