/** What all searches of a run share: how much is lost, how long an answer takes, and how much may still be sent. */

/** The chance that all copies of one question are lost. */
const ACCEPTED_RISK = 0.05
const MAX_COPIES = 6
const MIN_PATIENCE_MS = 25
const MIN_GRACE_MS = 10

/** Of round trips of small datagrams. */
export class Loss {
  constructor(
    private asked: number,
    private answered: number,
  ) {}

  sent(): void {
    this.asked++
  }

  came(): void {
    this.answered++
  }

  /** How many of each size to send at once. */
  get copies(): number {
    const lost = this.asked - this.answered
    if (lost <= 0) return 1
    const rate = Math.min(0.9, lost / this.asked)
    return Math.min(MAX_COPIES, Math.max(2, Math.ceil(Math.log(ACCEPTED_RISK) / Math.log(rate))))
  }
}

/** The slowest answer lately: what is larger may well be slower. */
export class RoundTrip {
  constructor(private slowestMs: number) {}

  took(ms: number): void {
    this.slowestMs = Math.max(ms, 0.9 * this.slowestMs)
  }

  /** How long to wait before asking whether anything is still answered. */
  get patienceMs(): number {
    return Math.max(MIN_PATIENCE_MS, 1.5 * this.slowestMs)
  }

  /** How long a datagram may come behind one that was sent after it. */
  get graceMs(): number {
    return Math.max(MIN_GRACE_MS, this.slowestMs / 2)
  }
}

export class Budget {
  #taken = 0

  constructor(private readonly all: number) {}

  get taken(): number {
    return this.#taken
  }

  get isSpent(): boolean {
    return this.#taken >= this.all
  }

  /** False: there is not so much left. */
  take(count: number): boolean {
    if (this.#taken + count > this.all) return false
    this.#taken += count
    return true
  }
}
