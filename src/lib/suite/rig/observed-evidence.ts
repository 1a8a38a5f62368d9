/** The evidence of one observation: what is recorded through it names the requirement it is about, and can be cited. */
import type {Evidence, EvidenceKind, EvidencePlace, EvidenceWhat} from '../../evidence/event.js'
import type {EvidenceRef} from '../../report/document.js'

/** More than the timeline of a result shows. */
const MAX_EVENTS = 200

export class ObservedEvidence implements Evidence {
  readonly #events: number[] = []

  constructor(
    private readonly run: Evidence,
    private readonly about: string,
  ) {}

  wants(kind: EvidenceKind): boolean {
    return this.run.wants(kind)
  }

  record(atNs: bigint, what: EvidenceWhat): number {
    if (what.kind !== 'connection' && what.kind !== 'tunnel') return this.run.record(atNs, what)
    const number = this.run.record(atNs, {...what, about: this.about})
    if (this.#events.length < MAX_EVENTS && this.wants(what.kind)) this.#events.push(number)
    return number
  }

  placeOf(event: number): EvidencePlace | undefined {
    return this.run.placeOf(event)
  }

  /** Where what was observed is kept, in order; nothing if nobody keeps it. */
  get references(): readonly EvidenceRef[] {
    return this.#events.map(event => ({event, ...this.placeOf(event)}))
  }
}
