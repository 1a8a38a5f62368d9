/**
 * A series of questions through the tunnel and what comes back: sent by a plan, one each interval, and over as soon
 * as everything is answered. Loss, order and copies are told from the numbers in the answers.
 */
import {inWords, isUnwanted, type Ending} from '../http/ending.js'
import type {SendOutcome} from '../http/transport.js'
import {sleep, type Clock} from '../spec/clock.js'
import type {OnEvent} from '../report/run-event.js'
import {round} from '../reach/phases.js'
import type {Arrival, DatagramWay} from './datagram-way.js'

export interface SeriesPlan {
  readonly count: number
  readonly intervalMs: number
  /** How long an answer may take when none has come yet. */
  readonly timeoutMs: number
}

export interface Understood {
  /** undefined: an answer, but nobody can tell to which question. */
  readonly number: number | undefined
  readonly detail: string
  /** How long the target had it, by its own account: no part of the round trip. */
  readonly heldNs?: bigint
}

/** undefined: this payload answers nothing of ours. */
export type Understand = (bytes: Uint8Array) => Understood | undefined

export interface Reply {
  readonly number: number
  readonly rttMs: number
  readonly detail: string
}

export interface SeriesResult {
  readonly sent: number
  /** Not sent because our own queue was full, or the payload too large. */
  readonly notSent: readonly {readonly number: number; readonly outcome: SendOutcome}[]
  /** In order of arrival, first copies only. */
  readonly replies: readonly Reply[]
  readonly duplicates: number
  /** What arrived and was no answer. */
  readonly strays: number
  readonly carriers: readonly ('frame' | 'capsule')[]
}

/** Waiting for stragglers: three times the slowest answer so far, within limits. */
const MIN_TAIL_MS = 300
const TAIL_FACTOR = 3

export class Series {
  readonly #sentAtNs = new Map<number, bigint>()
  readonly #replies: Reply[] = []
  readonly #answered = new Set<number>()
  readonly #notSent: {number: number; outcome: SendOutcome}[] = []
  readonly #carriers = new Set<'frame' | 'capsule'>()
  #duplicates = 0
  #strays = 0
  #slowestMs = 0
  #changed: (() => void) | undefined

  constructor(
    private readonly way: DatagramWay,
    private readonly clock: Clock,
    private readonly beganMs: number,
    private readonly understand: Understand,
    private readonly onEvent: OnEvent,
  ) {}

  /** To be called with everything that arrives. */
  onArrival(arrival: Arrival): void {
    const understood = this.understand(arrival.payload)
    if (!understood) {
      this.#strays++
      return
    }
    this.#carriers.add(arrival.carrier)
    const number = understood.number ?? this.#oldestUnanswered()
    const sentAt = number === undefined ? undefined : this.#sentAtNs.get(number)
    if (number === undefined || sentAt === undefined) {
      this.#strays++
      return
    }
    const duplicate = this.#answered.has(number)
    const tookNs = arrival.atNs - sentAt
    const rttMs = round(Number(tookNs - plausible(understood.heldNs, tookNs)) / 1e6)
    if (duplicate) this.#duplicates++
    else this.#replies.push({number, rttMs, detail: understood.detail})
    if (!duplicate) this.#slowestMs = Math.max(this.#slowestMs, Number(tookNs) / 1e6)
    this.#answered.add(number)
    const {carrier, payload} = arrival
    this.onEvent({
      event: 'reply',
      tMs: this.#tMs(),
      number,
      rttMs,
      bytes: payload.length,
      carrier,
      duplicate,
      detail: understood.detail,
    })
    this.#changed?.()
  }

  /** Sends by the plan and waits for the answers. Ends early with the tunnel, or with the signal (without throwing). */
  async run(plan: SeriesPlan, question: (number: number) => Uint8Array, signal: AbortSignal): Promise<SeriesResult> {
    const stop = new AbortController()
    const end = (): void => {
      stop.abort(new Error('over'))
    }
    signal.addEventListener('abort', end, {once: true})
    void this.way.ended.then(end)
    if (signal.aborted) end()
    await this.#send(plan, question, stop.signal)
    await this.#awaitAnswers(plan, stop.signal)
    signal.removeEventListener('abort', end)
    return this.result
  }

  get result(): SeriesResult {
    return {
      sent: this.#sentAtNs.size,
      notSent: this.#notSent,
      replies: this.#replies,
      duplicates: this.#duplicates,
      strays: this.#strays,
      carriers: [...this.#carriers],
    }
  }

  async #send(
    {count, intervalMs}: SeriesPlan,
    question: (number: number) => Uint8Array,
    signal: AbortSignal,
  ): Promise<void> {
    const start = this.clock.now()
    this.onEvent({event: 'doing', tMs: this.#tMs(), what: 'sending', limitMs: Math.max(0, count - 1) * intervalMs})
    for (let number = 0; number < count && !signal.aborted; number++) {
      const due = start + number * intervalMs
      const wait = due - this.clock.now()
      if (wait > 0 && !(await passes(wait, this.clock, signal))) return
      const bytes = question(number)
      this.#sentAtNs.set(number, this.clock.nowNs())
      const outcome = await this.way.send(bytes)
      if (outcome === 'accepted') continue
      this.#sentAtNs.delete(number)
      this.#notSent.push({number, outcome})
      const words = typeof outcome === 'string' ? outcome : `larger than ${outcome.tooLarge}`
      this.onEvent({event: 'unsent', tMs: this.#tMs(), number, outcome: words})
    }
  }

  async #awaitAnswers({timeoutMs}: SeriesPlan, signal: AbortSignal): Promise<void> {
    const lastSent = this.clock.now()
    if (this.#answered.size < this.#sentAtNs.size) {
      this.onEvent({event: 'doing', tMs: this.#tMs(), what: 'waiting', limitMs: timeoutMs})
    }
    while (this.#answered.size < this.#sentAtNs.size && !signal.aborted) {
      const tail =
        this.#replies.length === 0
          ? timeoutMs
          : Math.min(timeoutMs, Math.max(MIN_TAIL_MS, TAIL_FACTOR * this.#slowestMs))
      const left = lastSent + tail - this.clock.now()
      if (left <= 0) return
      await this.#change(left, signal)
    }
  }

  async #change(ms: number, signal: AbortSignal): Promise<void> {
    const controller = new AbortController()
    const wake = (): void => {
      controller.abort(new Error('changed'))
    }
    this.#changed = wake
    signal.addEventListener('abort', wake, {once: true})
    await passes(ms, this.clock, controller.signal)
    signal.removeEventListener('abort', wake)
  }

  #tMs(): number {
    return round(this.clock.now() - this.beganMs)
  }

  #oldestUnanswered(): number | undefined {
    for (const number of this.#sentAtNs.keys()) if (!this.#answered.has(number)) return number
    return undefined
  }
}

/** Nobody had it for longer than it was away. */
function plausible(heldNs: bigint | undefined, tookNs: bigint): bigint {
  return heldNs !== undefined && heldNs > 0n && heldNs < tookNs ? heldNs : 0n
}

/** False: the signal came first. */
async function passes(ms: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
  return sleep(clock, ms, signal).then(
    () => true,
    () => false,
  )
}

/** How the tunnel ended, if it did and we were not simply done with it. */
export async function endingOf({ended}: Pick<DatagramWay, 'ended'>): Promise<Ending | undefined> {
  const ending = await Promise.race([ended, Promise.resolve(undefined)])
  return ending && isUnwanted(ending) ? ending : undefined
}

/** For a sentence on datagrams that nobody answered. */
export function endedWords(ending: Ending | undefined): string {
  if (ending === undefined) return ''
  const maybe = "; a proxy does this, for one, when the target's host says that nothing listens there"
  return ` (the tunnel had ended: ${inWords(ending)}${ending.by === 'peer' ? maybe : ''})`
}
