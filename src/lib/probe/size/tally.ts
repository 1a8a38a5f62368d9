/** What became of every size that was asked for: counted, never concluded. */
import type {Carrier, SendOutcome} from '../../http/transport.js'
import type {Run} from '../../responder/items.js'
import type {Asked, SizedAnswer} from './lane.js'

export interface SizeCounts {
  readonly bytes: number
  /** How often it was asked for. */
  readonly tries: number
  /** Of these, how many our own side took. */
  readonly accepted: number
  /** How many questions reached the far end; null: it was not told. */
  readonly arrived: number | null
  /** How many were answered, in the length asked for. */
  readonly returned: number
  /** How often the far end's own system refused to send the answer. */
  readonly refused: number
  /** How often the tunnel was ended, or fell silent, with nothing else under way. */
  readonly ended: number
  /** What answers of that length came in. */
  readonly carriers: readonly Carrier[]
}

class Entry {
  tries = 0
  accepted = 0
  returned = 0
  refused = 0
  ended = 0
  readonly numbers: number[] = []
  readonly answered = new Set<number>()
  readonly carriers = new Set<Carrier>()
}

export class Tally {
  readonly #entries = new Map<number, Entry>()
  #seen: readonly Run[] | undefined

  asked(bytes: number, {outcome, number}: Asked): void {
    const entry = this.#entry(bytes)
    entry.tries++
    if (outcome !== 'accepted') return
    entry.accepted++
    entry.numbers.push(number)
  }

  /** Copies count once. */
  answered(bytes: number, {number, carrier, refused}: SizedAnswer): void {
    const entry = this.#entry(bytes)
    if (entry.answered.has(number)) return
    entry.answered.add(number)
    if (refused) entry.refused++
    else {
      entry.returned++
      entry.carriers.add(carrier)
    }
  }

  ended(bytes: number): void {
    this.#entry(bytes).ended++
  }

  /** The far end's report: which numbers it saw. */
  report(seen: readonly Run[]): void {
    this.#seen = seen
  }

  /** Answers of whatever size came in it. */
  cameIn(carrier: Carrier): boolean {
    return [...this.#entries.values()].some(({carriers}) => carriers.has(carrier))
  }

  get sizes(): SizeCounts[] {
    return [...this.#entries]
      .sort(([left], [right]) => left - right)
      .map(([bytes, {tries, accepted, returned, refused, ended, numbers, answered, carriers}]) => {
        const arrived = this.#seen && numbers.filter(number => answered.has(number) || this.#saw(number)).length
        return {bytes, tries, accepted, arrived: arrived ?? null, returned, refused, ended, carriers: [...carriers]}
      })
  }

  #saw(number: number): boolean {
    return this.#seen?.some(([first, last]) => first <= number && number <= last) ?? false
  }

  #entry(bytes: number): Entry {
    const known = this.#entries.get(bytes)
    if (known) return known
    const entry = new Entry()
    this.#entries.set(bytes, entry)
    return entry
  }
}

/** Our own side would not take it. */
export function tooLarge(outcome: SendOutcome): number | undefined {
  return typeof outcome === 'object' ? outcome.tooLarge : undefined
}
