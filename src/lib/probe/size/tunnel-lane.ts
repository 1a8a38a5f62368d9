/** A lane to a responder: a tunnel of its own, with a cookie of its own, so that answers may be longer than questions. */
import type {Asker, Report} from '../../responder/asker.js'
import {deadline, TimeoutError, unlessAborted, type Clock} from '../../spec/clock.js'
import {WireError} from '../../wire/error.js'
import type {Arrival, OwnWay} from '../datagram-way.js'
import type {Budget, Loss, RoundTrip} from './estimate.js'
import {CONTROL_BYTES, type Asked, type Lane, type SizedAnswer, type SizedQuestion} from './lane.js'
import type {Tally} from './tally.js'
import {within} from './trial.js'

export interface LaneContext {
  readonly clock: Clock
  /** Numbers are unique in a run: the responder reports by them. */
  readonly numbers: {next: number}
  readonly loss: Loss
  readonly roundTrip: RoundTrip
  readonly budget: Budget
  readonly tally: Tally
}

const GREETINGS = 4
/** Where datagrams get lost, so do greetings. */
const GREETINGS_IF_LOSSY = 8
const REPORTS = 4
/** A capsule that flow control keeps back for so long is not sent. */
const STALL_MS = 1000

interface Waiting {
  readonly answerBytes: number
  readonly onAnswer: (answer: SizedAnswer) => void
}

export class TunnelLane implements Lane {
  readonly #waiting = new Map<number, Waiting>()
  #ending: string | undefined
  #accepted = 0
  #onWelcome: (() => void) | undefined
  #onReport: ((report: Report) => void) | undefined
  readonly ended: Promise<void>

  constructor(
    private readonly way: OwnWay,
    private readonly asker: Asker,
    private readonly context: LaneContext,
  ) {
    this.ended = new Promise(resolve => {
      void way.ended.then(({by, detail}) => {
        if (by === 'us') return
        this.#ending = detail
        resolve()
      })
    })
    void this.#listen()
  }

  get limitBytes(): number | undefined {
    return this.way.carrier === 'frame' ? this.way.maxPayloadBytes : undefined
  }

  get ending(): string | undefined {
    return this.#ending
  }

  /** Datagrams of ours that our own side took. */
  get accepted(): number {
    return this.#accepted
  }

  async ask({bytes, answerBytes}: SizedQuestion, onAnswer: (answer: SizedAnswer) => void): Promise<Asked> {
    const number = this.context.numbers.next++
    this.#waiting.set(number, {answerBytes, onAnswer})
    const outcome = await this.#send(this.asker.sizedEcho(number, bytes, answerBytes))
    return {outcome, number}
  }

  /** The control before everything else. False: nothing came back. */
  async greet(signal: AbortSignal): Promise<boolean> {
    const {clock, loss, roundTrip, budget, tally} = this.context
    const welcomed = new Promise<void>(resolve => {
      this.#onWelcome = resolve
    })
    const greetings = loss.copies > 1 ? GREETINGS_IF_LOSSY : GREETINGS
    for (let attempt = 0; attempt < greetings && !signal.aborted && budget.take(2); attempt++) {
      await this.#send(this.asker.hello())
      const onAnswer = (answer: SizedAnswer): void => {
        tally.answered(CONTROL_BYTES, answer)
      }
      tally.asked(CONTROL_BYTES, await this.ask({bytes: CONTROL_BYTES, answerBytes: CONTROL_BYTES}, onAnswer))
      const patience = roundTrip.patienceMs * 2 ** Math.min(attempt, 3)
      if (await within(clock, patience, Promise.race([welcomed, this.ended]), signal)) return this.#ending === undefined
    }
    return false
  }

  /** Of all lanes: the responder keeps one account of us. */
  async report(signal: AbortSignal): Promise<Report | undefined> {
    const {clock, roundTrip} = this.context
    let report: Report | undefined
    const came = new Promise<void>(resolve => {
      this.#onReport = received => {
        report = received
        resolve()
      }
    })
    for (let attempt = 0; attempt < REPORTS && !report && !signal.aborted; attempt++) {
      // Short, so that it arrives wherever anything does; with the cookie the answer may be longer.
      await this.#send(this.asker.report(0, CONTROL_BYTES))
      await within(clock, roundTrip.patienceMs * 2 ** attempt, came, signal)
    }
    return report
  }

  close(): void {
    void this.way[Symbol.asyncDispose]()
  }

  async #send(bytes: Uint8Array): Promise<Asked['outcome']> {
    // A proxy that does not read its stream must not hold us up for ever.
    using limit = deadline(this.context.clock, STALL_MS)
    const sent = unlessAborted(this.way.send(bytes), limit.signal)
    const outcome = await sent.catch((error: unknown) => {
      if (error instanceof TimeoutError) return 'queueFull' as const
      throw error
    })
    if (outcome === 'accepted') this.#accepted++
    return outcome
  }

  async #listen(): Promise<void> {
    for await (const arrival of this.way.received()) this.#onArrival(arrival)
  }

  #onArrival({payload, carrier}: Arrival): void {
    let answer
    try {
      answer = this.asker.understand(payload)
    } catch (error) {
      if (error instanceof WireError) return
      throw error
    }
    if (answer?.kind === 'report') this.#onReport?.(answer.report)
    // Asked for again at once: the cookie is in place now.
    if (answer?.kind === 'cookie-wanted') void this.#send(this.asker.hello())
    if (answer?.kind === 'welcome') this.#onWelcome?.()
    if (answer?.kind !== 'echoed') return
    const {sequence: number, refusedBytes} = answer.echoed
    const waiting = this.#waiting.get(number)
    const refused = refusedBytes !== undefined
    // An answer of another length than was wanted proves nothing.
    if (!waiting || (!refused && payload.length !== waiting.answerBytes)) return
    waiting.onAnswer({number, carrier, bytes: payload.length, refused})
  }
}
