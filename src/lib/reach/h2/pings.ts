/** PINGs of HTTP/2: whoever answers one lives, and how long that took is the round trip, queues on both sides included. */
import type {Http2Session} from 'node:http2'
import type {Cancel, Clock} from '../../spec/clock.js'
import type {LifeSign, PathFigures} from '../connection.js'
import {round} from '../phases.js'

/** A few after each other, so that one slow answer does not stand for all. */
const SAMPLES = 5
const SAMPLE_INTERVAL_MS = 100
/** Of an exponential average, as TCP has it (RFC 6298 section 2). */
const WEIGHT = 1 / 8

export class Pings implements Disposable {
  #cancel: Cancel = () => undefined
  #figures: {min: number; smoothed: number} | undefined
  #answers = 0

  constructor(
    private readonly session: Http2Session,
    private readonly clock: Clock,
  ) {}

  /** From now on, a few. */
  sample(count = SAMPLES): void {
    this.send()
    if (count <= 1) return
    this.#cancel = this.clock.after(SAMPLE_INTERVAL_MS, () => {
      this.sample(count - 1)
    })
  }

  [Symbol.dispose](): void {
    this.#cancel()
  }

  get answers(): number {
    return this.#answers
  }

  get rttMs(): PathFigures['rttMs'] {
    const {min, smoothed} = this.#figures ?? {}
    return min === undefined || smoothed === undefined ? null : {min: round(min), smoothed: round(smoothed)}
  }

  /** Nothing happens on a connection that is over, or that has too many on the way. */
  send(): void {
    if (this.session.destroyed || this.session.closed) return
    const began = this.clock.now()
    this.session.ping(error => {
      if (!error) this.#answered(this.clock.now() - began)
    })
  }

  /** One halfway through the wait. */
  sign(waitMs: number): LifeSign {
    let before = Infinity
    const cancel = this.clock.after(waitMs / 2, () => {
      before = this.#answers
      this.send()
    })
    const seen = (): boolean => this.#answers > before
    return {
      get seen() {
        return seen()
      },
      // What TCP loses, TCP sends again.
      lossy: false,
      [Symbol.dispose]: cancel,
    }
  }

  #answered(ms: number): void {
    this.#answers++
    const known = this.#figures
    this.#figures = known
      ? {min: Math.min(known.min, ms), smoothed: known.smoothed + WEIGHT * (ms - known.smoothed)}
      : {min: ms, smoothed: ms}
  }
}
