/** What happened in one observation, moment by moment, as results show it: bounded, and in words. */
import type {TapWhat} from '../../http/tap.js'
import type {Moment} from '../../report/document.js'
import {round} from '../../reach/phases.js'
import type {Clock} from '../../spec/clock.js'
import {toHex} from '../../wire/bytes.js'

/** What a person still reads; of more the first and the last are kept. */
const MAX_HEAD = 60
const MAX_TAIL = 20
const HEAD_BYTES = 8

export class Timeline {
  readonly #head: Moment[] = []
  readonly #tail: Moment[] = []
  readonly #lanes = new Map<string, number>()
  #left = 0
  readonly #beganMs: number

  constructor(private readonly clock: Clock) {
    this.#beganMs = clock.now()
  }

  /** @param event in the evidence, if it is kept */
  add(direction: Moment['direction'], lane: string | null, what: string, event?: number): void {
    const atMs = round(this.clock.now() - this.#beganMs)
    const moment = {atMs, direction, lane, what, ...(event !== undefined && {event})}
    if (this.#head.length < MAX_HEAD) this.#head.push(moment)
    else this.#tail.push(moment)
    if (this.#tail.length <= MAX_TAIL) return
    this.#tail.shift()
    this.#left++
  }

  /** A name for one more of this kind: `raw 2`. */
  lane(kind: string): string {
    const number = (this.#lanes.get(kind) ?? 0) + 1
    this.#lanes.set(kind, number)
    return `${kind} ${number}`
  }

  tap(lane: string, direction: 'sent' | 'received', what: TapWhat, event?: number): void {
    this.add(direction, lane, wordsOf(what), event)
  }

  /** In order; what was left out in the middle is said. */
  get moments(): readonly Moment[] {
    const [first] = this.#tail
    const gap: Moment[] =
      first && this.#left > 0
        ? [{atMs: first.atMs, direction: 'local', lane: null, what: `${this.#left} more are left out here`}]
        : []
    return [...this.#head, ...gap, ...this.#tail]
  }
}

function wordsOf(what: TapWhat): string {
  switch (what.kind) {
    case 'request': {
      const {method, protocol, path} = what.request
      return `${method}${protocol === undefined ? '' : ` (${protocol})`} ${path}`
    }
    case 'response':
      return `response ${what.head.status}`
    case 'datagram': {
      const refused = what.outcome === undefined || what.outcome === 'accepted' ? '' : ', which did not leave'
      return `datagram by ${what.carrier}, ${octetsOf(what.payload)}${refused}`
    }
    case 'capsule':
      return `capsule 0x${what.type.toString(16)}, ${what.length} octets`
    case 'raw':
      return `octets, ${octetsOf(what.bytes)}`
    case 'finish':
      return 'end of our direction'
    case 'abort':
      return `abort${what.code === undefined ? '' : ` with 0x${what.code.toString(16)}`}`
    case 'ended':
      return what.ending.detail
  }
}

/** How many, and the first of them. */
export function octetsOf(bytes: Uint8Array): string {
  const more = bytes.length > HEAD_BYTES ? '…' : ''
  return `${bytes.length} octets (${toHex(bytes.subarray(0, HEAD_BYTES))}${more})`
}
