/** The latest events, within bounds: a session may last for hours and the peer may send what it likes. All of it is in the evidence file. */
import type {ShellEvent} from './event.js'

const MAX_EVENTS = 10_000
const MAX_BYTES = 16 << 20

export class EventRing {
  readonly #events: ShellEvent[] = []
  #first = 0
  #bytes = 0

  constructor(
    private readonly maxEvents = MAX_EVENTS,
    private readonly maxBytes = MAX_BYTES,
  ) {}

  push(event: ShellEvent): void {
    this.#events.push(event)
    this.#bytes += bytesOf(event)
    while (this.size > this.maxEvents || (this.#bytes > this.maxBytes && this.size > 1)) this.#drop()
  }

  get size(): number {
    return this.#events.length - this.#first
  }

  get(number: number): ShellEvent | undefined {
    const first = this.#events[this.#first]?.number ?? 0
    return number < first ? undefined : this.#events[this.#first + number - first]
  }

  get firstNumber(): number | undefined {
    return this.#events[this.#first]?.number
  }

  get lastNumber(): number | undefined {
    return this.#events.at(-1)?.number
  }

  /** Events from this number on, oldest first. */
  *since(number: number): Generator<ShellEvent, void, undefined> {
    const first = this.firstNumber ?? 0
    for (let at = this.#first + Math.max(0, number - first); at < this.#events.length; at++) {
      const event = this.#events[at]
      if (event) yield event
    }
  }

  /** Newest first. */
  *backwards(): Generator<ShellEvent, void, undefined> {
    for (let at = this.#events.length - 1; at >= this.#first; at--) {
      const event = this.#events[at]
      if (event) yield event
    }
  }

  /** Moving everything for each one dropped would cost as much as all there is. */
  #drop(): void {
    const gone = this.#events[this.#first]
    if (gone) this.#bytes -= bytesOf(gone)
    this.#first++
    if (this.#first * 2 < this.#events.length) return
    this.#events.splice(0, this.#first)
    this.#first = 0
  }
}

/** What an event costs but for its frame. */
function bytesOf({what}: ShellEvent): number {
  switch (what.kind) {
    case 'datagram':
      return what.payload.length
    case 'capsule':
      return what.value.length
    case 'octets':
    case 'content':
      return what.bytes.length
    default:
      return 0
  }
}
