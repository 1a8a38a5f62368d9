/** Ctrl-C once: stop, tell what was found. Twice: at once. The same for SIGTERM, as CI sends it. */
import {setMaxListeners} from 'node:events'
import {constants} from 'node:os'
import {Interrupted} from './errors.js'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface InterruptGuard extends Disposable {
  readonly signal: AbortSignal
  interrupt(why: string): void
}

export function guardInterrupts(onFirst: () => void): InterruptGuard {
  const controller = new AbortController()
  // As many wait for it as there are tunnels.
  setMaxListeners(0, controller.signal)
  const handler = (name: NodeJS.Signals): void => {
    controller.abort(new Interrupted(`interrupted by ${name}`))
    onFirst()
    // From here on the system's own handling is what the user wants: the second one ends it.
    for (const signal of SIGNALS) process.off(signal, handler)
  }
  for (const signal of SIGNALS) process.on(signal, handler)
  return {
    signal: controller.signal,
    interrupt: why => {
      controller.abort(new Interrupted(why))
    },
    [Symbol.dispose]() {
      for (const signal of SIGNALS) process.off(signal, handler)
    },
  }
}

/** The shell's convention for a signal. */
export const INTERRUPTED_EXIT = 128 + constants.signals.SIGINT
