/** A path that loses, delays, doubles and reorders, by a seed: always the same way. */
import type {Clock} from '../spec/clock.js'
import type {Random} from '../spec/random.js'

export interface LinkOptions {
  /** One way. */
  readonly delayMs?: number
  /** Up to this much is added, packet by packet; more than the spacing of packets reorders them. */
  readonly jitterMs?: number
  /** Probabilities, 0 to 1. */
  readonly loss?: number
  readonly duplication?: number
  /** A packet held back so long that others overtake it. */
  readonly reordering?: number
}

export class Link {
  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    public options: LinkOptions = {},
  ) {}

  /** Calls `deliver` once, twice or never: false. */
  carry(deliver: () => void): boolean {
    const {loss = 0, duplication = 0} = this.options
    if (this.random.next() < loss) return false
    const copies = this.random.next() < duplication ? 2 : 1
    for (let copy = 0; copy < copies; copy++) this.clock.after(this.delayMs(), deliver)
    return true
  }

  /** For what is reliable: a loss costs time instead, as a retransmission would. */
  carryReliably(deliver: () => void): void {
    const {loss = 0, delayMs = 0} = this.options
    let total = this.delayMs()
    while (this.random.next() < loss) total += RETRANSMISSION_MS + 2 * delayMs
    this.clock.after(total, deliver)
  }

  private delayMs(): number {
    const {delayMs = 0, jitterMs = 0, reordering = 0} = this.options
    const held = this.random.next() < reordering ? 3 * (delayMs + jitterMs + 1) : 0
    return delayMs + this.random.next() * jitterMs + held
  }
}

/** What a loss costs a reliable stream beyond the round trip. */
const RETRANSMISSION_MS = 30
