/**
 * Waiting for conditions instead of for times: whoever changes something rings, whoever waits looks again. Nobody sleeps
 * when the answer is in, and nothing is left behind when the time is over.
 */
import type {SendOutcome} from '../../http/transport.js'
import {deadline, type Clock} from '../../spec/clock.js'

export class Bell {
  readonly #waiting = new Set<() => void>()

  constructor(private readonly clock: Clock) {}

  /** Something may be otherwise now. */
  ring(): void {
    for (const wake of [...this.#waiting]) wake()
  }

  /** Whether it became true within this time. Rejects only with the signal's reason. */
  async until(condition: () => boolean, withinMs: number, signal: AbortSignal): Promise<boolean> {
    using limit = deadline(this.clock, withinMs, signal)
    for (;;) {
      signal.throwIfAborted()
      if (condition()) return true
      if (limit.signal.aborted) return false
      await this.#rung(limit.signal)
    }
  }

  #rung(limit: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const wake = (): void => {
        this.#waiting.delete(wake)
        limit.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiting.add(wake)
      limit.addEventListener('abort', wake, {once: true})
    })
  }
}

export interface Tries {
  readonly attempts: number
  /** From one to the next. */
  readonly everyMs: number
  /** For the last of them. */
  readonly lastMs: number
}

/** A question is asked again long before an answer would be late: what is lost should cost little time. */
export function tries(patienceMs: number, attempts = 5): Tries {
  return {attempts, everyMs: patienceMs / 4, lastMs: patienceMs}
}

/**
 * Sends again and again until it is over. undefined: at least one of them left; otherwise, why the last did not.
 * Rejects only with the signal's reason.
 */
export async function sendUntil(
  isOver: () => boolean,
  send: () => Promise<SendOutcome>,
  {attempts, everyMs, lastMs}: Tries,
  bell: Bell,
  signal: AbortSignal,
): Promise<Exclude<SendOutcome, 'accepted'> | undefined> {
  let why: Exclude<SendOutcome, 'accepted'> = 'closed'
  let hasLeft = false
  for (let attempt = 1; attempt <= attempts && !isOver(); attempt++) {
    const outcome = await send()
    if (outcome === 'accepted') hasLeft = true
    else why = outcome
    const isLast = attempt === attempts
    if (isLast && !hasLeft) break
    if (await bell.until(isOver, isLast ? lastMs : everyMs, signal)) break
  }
  return hasLeft ? undefined : why
}
