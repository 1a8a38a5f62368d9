/** Numbers events and hands each to the sinks that want it. */
import type {Evidence, EvidenceKind, EvidencePlace, EvidenceSink, EvidenceWhat} from './event.js'

export class Recorder implements Evidence {
  #number = 0

  constructor(private readonly sinks: readonly EvidenceSink[] = []) {}

  wants(kind: EvidenceKind): boolean {
    return this.sinks.some(sink => sink.wants.has(kind))
  }

  record(atNs: bigint, what: EvidenceWhat): number {
    const event = {number: ++this.#number, atNs, what}
    for (const sink of this.sinks) if (sink.wants.has(what.kind)) sink.take(event)
    return event.number
  }

  placeOf(event: number): EvidencePlace | undefined {
    for (const sink of this.sinks) {
      const place = sink.placeOf?.(event)
      if (place) return place
    }
    return undefined
  }

  /** Ends every sink, also when one of them fails. */
  async end(): Promise<readonly unknown[]> {
    const ended = await Promise.allSettled(this.sinks.map(sink => sink.end()))
    return ended.flatMap(result => (result.status === 'rejected' ? [result.reason as unknown] : []))
  }
}
