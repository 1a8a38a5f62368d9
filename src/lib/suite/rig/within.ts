/** Waiting for a peer that owes nobody an answer: an end to it is always near. */
import {deadline, TimeoutError, unlessAborted, type Clock} from '../../spec/clock.js'

/** undefined: it did not come to anything in this time. Rejects as `work` does, or with the signal's reason. */
export async function within<T>(
  clock: Clock,
  ms: number,
  work: Promise<T>,
  signal?: AbortSignal,
): Promise<T | undefined> {
  using limit = deadline(clock, ms, signal)
  try {
    return await unlessAborted(work, limit.signal)
  } catch (error) {
    if (error instanceof TimeoutError) return undefined
    throw error
  }
}

/** Something that changes now and then, and those who wait for the next time. */
export class Changes {
  #tell: () => void = () => undefined
  #next = this.#anew()

  get next(): Promise<void> {
    return this.#next
  }

  tell(): void {
    this.#tell()
    this.#next = this.#anew()
  }

  #anew(): Promise<void> {
    return new Promise(resolve => {
      this.#tell = resolve
    })
  }
}
