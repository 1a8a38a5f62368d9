/** What belongs to one TOKEN: echoes that arrived, datagrams recorded. Bounded. */
import {createHash} from 'node:crypto'
import type {ArrivedPacket} from '../net/net.js'
import type {Counts, RecordedDatagram, Run} from './items.js'

const MAX_RECORDS = 1000
const MAX_RUNS = 256
const HEAD_BYTES = 64
const LIFETIME_MS = 60_000

export class Session {
  readonly #records: RecordedDatagram[] = []
  readonly #runs: [number, number][] = []
  #echoes = 0
  #dropped = 0
  answers = 0
  #until: number

  constructor(now: number) {
    this.#until = now + LIFETIME_MS
  }

  get counts(): Counts {
    return {echoes: this.#echoes, answers: this.answers, recorded: this.#records.length, dropped: this.#dropped}
  }

  get seen(): readonly Run[] {
    return this.#runs
  }

  isOver(now: number): boolean {
    return now >= this.#until
  }

  renew(now: number): void {
    this.#until = now + LIFETIME_MS
  }

  record({bytes, start, end, tos, ttl, atNs}: ArrivedPacket): void {
    if (this.#records.length >= MAX_RECORDS) {
      this.#dropped++
      return
    }
    const payload = bytes.subarray(start, end)
    this.#records.push({
      index: this.#records.length,
      length: payload.length,
      sha256: createHash('sha256').update(payload).digest(),
      tos,
      ttl,
      atNs: BigInt(Math.round(atNs)),
      head: payload.slice(0, HEAD_BYTES),
    })
  }

  recordsFrom(index: number): readonly RecordedDatagram[] {
    return this.#records.slice(index)
  }

  /** Notes the number of an echo; runs that touch become one. */
  echo(number: number): void {
    this.#echoes++
    const runs = this.#runs
    let place = runs.findIndex(([first]) => first > number)
    if (place < 0) place = runs.length
    const before = runs[place - 1]
    const after = runs[place]
    if (before && number <= before[1]) return
    const joinsBefore = before?.[1] === number - 1
    const joined = after?.[0] === number + 1 ? after : undefined
    if (joinsBefore) {
      before[1] = joined?.[1] ?? number
      if (joined) runs.splice(place, 1)
    } else if (joined) {
      joined[0] = number
    } else if (runs.length < MAX_RUNS) {
      runs.splice(place, 0, [number, number])
    }
  }
}
