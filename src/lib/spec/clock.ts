/**
 * Time as a parameter. Everything that waits takes a Clock, so that tests run an hour in a
 * second and a lost packet never costs a real timeout. Only this file and the virtual clock
 * may touch the timers of the platform; lint sees to that.
 */
import {setMaxListeners} from 'node:events'

export interface Clock {
  /** Monotonic milliseconds with fractions. The zero is arbitrary. */
  now(): number
  /** The same clock in nanoseconds; the engine's receive times are on it. */
  nowNs(): bigint
  /** For timestamps shown to people and for protocols that carry the time of day. */
  wall(): Date
  /** Calls back once, unless cancelled. Keeps the process alive meanwhile. */
  after(ms: number, callback: () => void): Cancel
}

export type Cancel = () => void

export const systemClock: Clock = {
  now: () => performance.now(),
  nowNs: () => process.hrtime.bigint(),
  wall: () => new Date(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms)
    return () => {
      clearTimeout(timer)
    }
  },
}

/** Calls back when timers and sockets have had their turn. No waiting, and therefore no part of a clock. */
export function nextTurn(callback: () => void): void {
  setImmediate(callback)
}

/** Resolves after `ms`; rejects with the signal's reason if that comes first. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error)
      return
    }
    const abandon = (): void => {
      cancel()
      reject(signal?.reason as Error)
    }
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', abandon)
      resolve()
    })
    signal?.addEventListener('abort', abandon, {once: true})
  })
}

/** Why a signal made by `deadline` was aborted when time ran out. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
  constructor(readonly timeoutMs: number) {
    super(`no answer within ${timeoutMs} ms`)
  }
}

/** The time for everything is over. No phase ran into its own timeout, so nobody was silent for too long. */
export class RunOver extends Error {
  override readonly name = 'RunOver'
  constructor() {
    super('the deadline came before the end')
  }
}

export interface Deadline extends Disposable {
  readonly signal: AbortSignal
}

/**
 * A signal that aborts with a TimeoutError (or `why`) after `ms`, or with `parent`'s reason when that aborts.
 * Dispose of it when the work is done: the timer keeps the process alive.
 */
export function deadline(clock: Clock, ms: number, parent?: AbortSignal, why: Error = new TimeoutError(ms)): Deadline {
  const controller = new AbortController()
  // As many wait for it as there are tunnels.
  setMaxListeners(0, controller.signal)
  const follow = (): void => {
    controller.abort(parent?.reason)
  }
  const cancel = clock.after(ms, () => {
    controller.abort(why)
  })
  if (parent?.aborted) follow()
  else parent?.addEventListener('abort', follow, {once: true})
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      cancel()
      parent?.removeEventListener('abort', follow)
    },
  }
}

/** `promise`, or a rejection with the signal's reason if that comes first. The promise itself goes on. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abandon = (): void => {
      reject(signal.reason as Error)
    }
    if (signal.aborted) {
      abandon()
      promise.catch(() => undefined)
      return
    }
    signal.addEventListener('abort', abandon, {once: true})
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abandon)
    })
  })
}
