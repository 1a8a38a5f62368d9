/**
 * The way to the proxy for something that is to go on working: when the connection is gone, the next one is made, at
 * growing intervals. Whoever needs a tunnel asks for the connection there is, or waits for the one there will be.
 */
import {inWords} from '../http/ending.js'
import type {Transport} from '../http/transport.js'
import type {Diagnosis} from '../report/document.js'
import {sleep, unlessAborted, type Clock} from '../spec/clock.js'
import type {Random} from '../spec/random.js'

/** As much of an OuterConnection as is needed here. */
export interface Uplinked extends AsyncDisposable {
  readonly transport: Transport
}

export type Reached<C extends Uplinked> =
  {readonly kind: 'connected'; readonly connection: C} | {readonly kind: 'failed'; readonly diagnosis: Diagnosis}

export interface UplinkOptions<C extends Uplinked> {
  readonly clock: Clock
  readonly random: Random
  /** Rejects only with the signal's reason. */
  readonly reach: (signal: AbortSignal) => Promise<Reached<C>>
  readonly onConnected: (connection: C) => void
  /** `why`: hostile until escaped. */
  readonly onLost: (why: string) => void
  readonly onRetry: (diagnosis: Diagnosis, waitMs: number) => void
}

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
/** A proxy that takes connections only to drop them is left in peace, too. */
const PROVEN_MS = 10_000

export class Uplink<C extends Uplinked> implements AsyncDisposable {
  readonly #options: UplinkOptions<C>
  readonly #open = new Set<C>()
  readonly #waiting = new Set<(connection: C) => void>()
  #current: C | undefined
  #retire: (() => void) | undefined

  constructor(options: UplinkOptions<C>) {
    this.#options = options
  }

  /** The first connection, tried once: undefined if it is there. Rejects only with the signal's reason. */
  async connect(signal: AbortSignal): Promise<Diagnosis | undefined> {
    const reached = await this.#options.reach(signal)
    if (reached.kind === 'failed') return reached.diagnosis
    this.#take(reached.connection)
    return undefined
  }

  /** Keeps a connection from now on. Ends only with the signal's reason, as a rejection. */
  async keep(signal: AbortSignal): Promise<never> {
    const {clock, onLost} = this.#options
    let waitMs = FIRST_WAIT_MS
    for (;;) {
      const connection = this.#current ?? (await this.#again(waitMs, signal))
      const sinceMs = clock.now()
      const why = await unlessAborted(this.#over(connection), signal)
      this.#current = undefined
      if (why !== undefined) onLost(why)
      waitMs = clock.now() - sinceMs >= PROVEN_MS ? FIRST_WAIT_MS : Math.min(waitMs * 2, LONGEST_WAIT_MS)
    }
  }

  /** Rejects only with the signal's reason. */
  async connection(signal: AbortSignal): Promise<C> {
    if (this.#current) return this.#current
    let settle: (connection: C) => void = () => undefined
    const next = new Promise<C>(resolve => {
      settle = resolve
      this.#waiting.add(resolve)
    })
    try {
      return await unlessAborted(next, signal)
    } finally {
      this.#waiting.delete(settle)
    }
  }

  /** It takes no new tunnels: another is made, and this one stays for those it has. */
  retire(connection: C): void {
    if (this.#current === connection) this.#retire?.()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#open].map(connection => connection[Symbol.asyncDispose]()))
  }

  async #again(firstWaitMs: number, signal: AbortSignal): Promise<C> {
    const {clock, random, reach, onRetry} = this.#options
    let waitMs = firstWaitMs
    for (;;) {
      // Many forwarders of one proxy shall not all come back at the same moment.
      await sleep(clock, waitMs * (0.5 + random.next() / 2), signal)
      const reached = await reach(signal)
      if (reached.kind === 'connected') {
        this.#take(reached.connection)
        return reached.connection
      }
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
      onRetry(reached.diagnosis, waitMs)
    }
  }

  #take(connection: C): void {
    this.#current = connection
    this.#open.add(connection)
    void connection.transport.ended.then(async () => {
      this.#open.delete(connection)
      if (this.#current === connection) this.#current = undefined
      await connection[Symbol.asyncDispose]()
    })
    this.#options.onConnected(connection)
    for (const settle of this.#waiting) settle(connection)
  }

  /** Why it is gone; undefined if it was only retired. */
  #over(connection: C): Promise<string | undefined> {
    return new Promise(resolve => {
      this.#retire = () => resolve(undefined)
      void connection.transport.ended.then(ending => {
        resolve(inWords(ending))
      })
    })
  }
}
