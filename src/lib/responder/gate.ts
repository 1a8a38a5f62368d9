/** Who is heard: freshness by time or cookie, and nonces used once. */
import {createHmac, randomBytes, timingSafeEqual} from 'node:crypto'
import type {Clock} from '../spec/clock.js'
import {concat, toHex} from '../wire/bytes.js'

const SKEW_MS = 30_000
const COOKIE_LIFETIME_MS = 60_000
/** Longer than a time or a cookie is good for. */
const NONCE_LIFETIME_MS = 120_000
const MAX_NONCES = 65_536
export const COOKIE_BYTES = 24

export class Gate {
  readonly #secret = randomBytes(32)
  readonly #nonces = new Map<string, number>()

  constructor(private readonly clock: Clock) {}

  /** Whether a question's own time is near ours. */
  isTimely(timeMs: number): boolean {
    return Math.abs(this.clock.wall().getTime() - timeMs) <= SKEW_MS
  }

  makeCookie(source: string): Uint8Array {
    return this.#cookieAt(source, this.clock.wall().getTime())
  }

  /** Made by us, for this source, in the last minute. */
  isGoodCookie(source: string, cookie: Uint8Array | undefined): boolean {
    if (cookie?.length !== COOKIE_BYTES) return false
    const madeAt = Number(new DataView(cookie.buffer, cookie.byteOffset, 8).getBigUint64(0))
    const age = this.clock.wall().getTime() - madeAt
    return age >= 0 && age <= COOKIE_LIFETIME_MS && timingSafeEqual(cookie, this.#cookieAt(source, madeAt))
  }

  /** True the first time; false for a replay, and when there is no room to remember another. */
  isNew(nonce: Uint8Array): boolean {
    const now = this.clock.now()
    // Insertion order is order of age.
    for (const [old, until] of this.#nonces) {
      if (until > now) break
      this.#nonces.delete(old)
    }
    const name = toHex(nonce)
    if (this.#nonces.has(name) || this.#nonces.size >= MAX_NONCES) return false
    this.#nonces.set(name, now + NONCE_LIFETIME_MS)
    return true
  }

  #cookieAt(source: string, timeMs: number): Uint8Array {
    const time = new Uint8Array(8)
    new DataView(time.buffer).setBigUint64(0, BigInt(timeMs))
    const proof = createHmac('sha256', this.#secret).update(time).update(source).digest().subarray(0, 16)
    return concat(time, proof)
  }
}
