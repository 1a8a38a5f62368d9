/** Roads that are travelled at the same time, told one after the other: people read blocks, not a braid. */
import type {RunEvent} from '../run-event.js'

export class InOrder {
  /** Of roads whose turn has not come. */
  readonly #held = new Map<number, RunEvent[]>()
  #current: number | undefined

  /** What may be told now. */
  take(event: RunEvent): readonly RunEvent[] {
    const {road} = event
    if (road === undefined) return [event]
    this.#current ??= road
    if (road !== this.#current) {
      this.#held.set(road, [...(this.#held.get(road) ?? []), event])
      return []
    }
    return event.event === 'road-end' ? [event, ...this.#next()] : [event]
  }

  /** What was never finished: no more comes. */
  rest(): readonly RunEvent[] {
    const rest = [...this.#held.values()].flat()
    this.#held.clear()
    return rest
  }

  /** Whole roads, and the beginning of the one that is under way. */
  #next(): RunEvent[] {
    const [first] = this.#held
    this.#current = first?.[0]
    if (!first) return []
    const [road, events] = first
    this.#held.delete(road)
    return events.at(-1)?.event === 'road-end' ? [...events, ...this.#next()] : events
  }
}
