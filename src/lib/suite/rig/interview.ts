/**
 * A conversation with the target through one tunnel: echoes that prove that it carries both ways, and the responder's
 * word on what else arrived. What the responder saw is asked for past the proxy where that way is there, so that the
 * answer does not depend on what is examined.
 */
import type {SendOutcome} from '../../http/transport.js'
import {DirectChannel} from '../../probe/direct.js'
import {Asker, MIN_ECHO_BYTES, type Answer, type Report} from '../../responder/asker.js'
import type {RecordedDatagram} from '../../responder/items.js'
import {deadline, TimeoutError, unlessAborted, type Clock} from '../../spec/clock.js'
import type {Random} from '../../spec/random.js'
import type {TargetSaw, TargetTalk} from '../../spec/tunnel-rig.js'
import {equal, toHex} from '../../wire/bytes.js'
import {WireError} from '../../wire/error.js'
import type {RigContext} from './context.js'

type Say = (payload: Uint8Array) => Promise<SendOutcome>
type Wanted = 'echo' | 'empty' | 'none'

/** How one asks, and recognises an answer. */
interface Questions {
  /** At least this long. */
  echo(bytes: number): Uint8Array
  /** undefined: this target answers with as much or not at all. */
  other(wanted: 'empty' | 'none'): Uint8Array | undefined
  /** How many were asked so far. */
  readonly count: number
  /** A number: the answer to that question, counted from 0. `again`: the same question has to be asked once more. */
  onPayload(payload: Uint8Array): number | 'again' | 'other' | 'stranger'
}

export interface Trial {
  readonly bytes?: number
  readonly attempts?: number
  readonly say?: (payload: Uint8Array) => Promise<unknown>
}

const DEFAULT_ATTEMPTS = 5
const REPORT_MS = 1500

export class Interview implements TargetTalk, AsyncDisposable {
  readonly #questions: Questions
  readonly #asker: Asker | undefined
  #direct: Promise<DirectChannel> | undefined
  readonly #echoed = new Set<(number: number) => void>()
  #again: (() => void) | undefined
  observed: string | undefined
  /** Answers of the target so far. */
  answers = 0

  constructor(
    private readonly context: Pick<RigContext, 'platform' | 'patienceMs' | 'responder'>,
    private readonly say: Say,
  ) {
    const {platform, responder} = context
    const asker = responder && new Asker(responder.key, platform.clock)
    this.#asker = asker
    this.#questions = asker ? this.#ofResponder(asker) : plainEcho(platform.random)
  }

  question(wanted: Wanted = 'echo', bytes: number = MIN_ECHO_BYTES): Uint8Array | undefined {
    return wanted === 'echo' ? this.#questions.echo(bytes) : this.#questions.other(wanted)
  }

  async reached(signal: AbortSignal): Promise<number | undefined> {
    return (await this.#report(signal))?.counts.echoes
  }

  hears(payload: Uint8Array): boolean {
    const what = this.#questions.onPayload(payload)
    if (what === 'stranger') return false
    if (what === 'again') this.#again?.()
    if (typeof what === 'number') {
      this.answers++
      for (const wake of [...this.#echoed]) wake(what)
    }
    return true
  }

  /** Rejects only with the signal's reason. */
  async echo(
    signal: AbortSignal,
    {bytes = MIN_ECHO_BYTES, attempts = DEFAULT_ATTEMPTS, say}: Trial = {},
  ): Promise<boolean> {
    const send = say ?? this.say
    // What answers an earlier trial is late, or was doubled on the way, and says nothing of now.
    const from = this.#questions.count
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const came = this.#nextEcho(from)
      const ask = (): void => void send(this.#questions.echo(bytes))
      this.#again = ask
      ask()
      // The last is waited for longest: what answers an earlier one counts as well.
      const waitMs = attempt === attempts ? this.context.patienceMs : this.context.patienceMs / 2
      if (await this.#within(came.promise, waitMs, signal).finally(came.leave)) return true
    }
    return false
  }

  /** What reached the responder beside echoes; undefined: it does not say. */
  async records(signal: AbortSignal): Promise<readonly TargetSaw[] | undefined> {
    const report = await this.#report(signal)
    return report?.records.map(saw)
  }

  /** undefined: nobody says. */
  async arrived(digest: Uint8Array, signal: AbortSignal, withinMs = 0): Promise<boolean | undefined> {
    const {clock} = this.context.platform
    const until = clock.now() + withinMs
    for (;;) {
      const report = await this.#report(signal)
      if (!report) return undefined
      if (report.records.some(({sha256}) => equal(sha256, digest))) return true
      if (clock.now() >= until) return report.counts.dropped > 0 ? undefined : false
      await this.#within(new Promise(() => undefined), Math.min(50, withinMs), signal)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const direct = await this.#direct?.catch(() => undefined)
    direct?.bye()
    await direct?.[Symbol.asyncDispose]()
  }

  /** With all records there are, as many at a time as fit; undefined: not known, or not all. */
  async #report(signal: AbortSignal): Promise<Report | undefined> {
    const records: RecordedDatagram[] = []
    for (;;) {
      const since = records.length
      const report = await this.#page(since, signal)
      if (!report) return undefined
      for (const record of report.records) if (record.index === records.length) records.push(record)
      if (records.length >= report.counts.recorded) return {...report, records}
      if (records.length === since) return undefined
    }
  }

  async #page(since: number, signal: AbortSignal): Promise<Report | undefined> {
    const {responder, platform} = this.context
    if (!responder || !this.#asker) return undefined
    this.#direct ??= DirectChannel.open(platform.net, platform.clock, this.#asker.sibling(), responder.at, signal)
    const direct = await this.#direct
    return (await direct.report(REPORT_MS, signal, since)) ?? (await this.#reportThrough(since, signal))
  }

  async #reportThrough(since: number, signal: AbortSignal): Promise<Report | undefined> {
    const asker = this.#asker
    if (!asker) return undefined
    for (let attempt = 0; attempt < 2; attempt++) {
      const came = new Promise<boolean>(resolve => {
        this.#onReport = () => resolve(true)
      })
      if ((await this.say(asker.report(since))) !== 'accepted') return undefined
      if (await this.#within(came, this.context.patienceMs, signal)) return this.#lastReport
    }
    return undefined
  }

  #onReport: (() => void) | undefined
  #lastReport: Report | undefined

  #ofResponder(asker: Asker): Questions {
    let sequence = 0
    return {
      get count() {
        return sequence
      },
      echo: bytes => asker.echo(sequence++, Math.max(bytes, MIN_ECHO_BYTES)),
      other: wanted =>
        wanted === 'empty' ? asker.sizedEcho(sequence++, MIN_ECHO_BYTES, 0) : asker.unansweredEcho(sequence++),
      onPayload: payload => {
        const answer = understood(asker, payload)
        switch (answer?.kind) {
          case 'echoed':
            this.observed = answer.echoed.observed ?? this.observed
            return answer.echoed.sequence
          case 'cookie-wanted':
            return 'again'
          case 'report':
            this.#lastReport = answer.report
            this.#onReport?.()
            return 'other'
          case 'welcome':
          case 'farewell':
            return 'other'
          case undefined:
            return 'stranger'
        }
      },
    }
  }

  #nextEcho(from: number): {readonly promise: Promise<boolean>; readonly leave: () => void} {
    let wake: (number: number) => void = () => undefined
    const promise = new Promise<boolean>(resolve => {
      wake = number => {
        if (number >= from) resolve(true)
      }
    })
    this.#echoed.add(wake)
    return {promise, leave: () => this.#echoed.delete(wake)}
  }

  #within(promise: Promise<boolean>, ms: number, signal: AbortSignal): Promise<boolean> {
    return within(this.context.platform.clock, promise, ms, signal)
  }
}

/** What the promise says, or false when it says nothing in time. Rejects only with the signal's reason. */
export async function within(
  clock: Clock,
  promise: Promise<boolean>,
  ms: number,
  signal: AbortSignal,
): Promise<boolean> {
  using limit = deadline(clock, ms, signal)
  try {
    return await unlessAborted(promise, limit.signal)
  } catch (error) {
    if (error instanceof TimeoutError) return false
    throw error
  }
}

function understood(asker: Asker, payload: Uint8Array): Answer | undefined {
  try {
    return asker.understand(payload)
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}

/** A target that sends back what comes, and no more (RFC 862). */
function plainEcho(random: Random): Questions {
  const asked = new Map<string, number>()
  let count = 0
  const TAG_BYTES = 16
  const MAX_ASKED = 16_384
  return {
    get count() {
      return count
    },
    echo: bytes => {
      const payload = random.bytes(bytes)
      asked.set(toHex(payload.subarray(0, TAG_BYTES)), count++)
      const [oldest] = asked.keys()
      if (asked.size > MAX_ASKED && oldest !== undefined) asked.delete(oldest)
      return payload
    },
    other: () => undefined,
    onPayload: payload => asked.get(toHex(payload.subarray(0, TAG_BYTES))) ?? 'stranger',
  }
}

function saw({length, head, sha256}: RecordedDatagram): TargetSaw {
  return {lengthBytes: length, headHex: toHex(head), sha256Hex: toHex(sha256)}
}
