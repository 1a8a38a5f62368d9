/** How something ended, as facts hold it: known now, or waited for. */
import type {Ending} from '../../http/ending.js'
import {deadline, TimeoutError, unlessAborted, type Clock} from '../../spec/clock.js'
import type {EndingSeen} from '../../spec/tunnel-rig.js'

export function endingSeen({by, how, scope, code, codeName, detail}: Ending): EndingSeen {
  return {by, how, scope, code: code === undefined ? null : String(code), codeName: codeName ?? null, detail}
}

export class Ended {
  #ending: EndingSeen | null = null

  constructor(
    private readonly clock: Clock,
    private readonly settled: Promise<Ending>,
  ) {
    void settled.then(ending => {
      this.#ending = endingSeen(ending)
    })
  }

  /** null while it lives. */
  get now(): EndingSeen | null {
    return this.#ending
  }

  /** null: not within this time. Rejects only with the signal's reason. */
  async within(ms: number, signal: AbortSignal): Promise<EndingSeen | null> {
    if (this.#ending) return this.#ending
    using limit = deadline(this.clock, ms, signal)
    try {
      return endingSeen(await unlessAborted(this.settled, limit.signal))
    } catch (error) {
      if (error instanceof TimeoutError) return this.#ending
      throw error
    }
  }
}
