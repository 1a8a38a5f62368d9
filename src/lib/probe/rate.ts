/**
 * How many small datagrams go to a responder and back in a second: a closed loop with so many under way at a time, for a
 * moment. A first idea of what a way costs, and no benchmark.
 */
import type {ResponderKey} from '../responder/message.js'
import {Asker} from '../responder/asker.js'
import {sleep, TimeoutError, unlessAborted, deadline, type Clock} from '../spec/clock.js'
import type {OwnWay} from './datagram-way.js'
import {Budget, Loss, RoundTrip} from './size/estimate.js'
import {CONTROL_BYTES} from './size/lane.js'
import {Tally} from './size/tally.js'
import {TunnelLane} from './size/tunnel-lane.js'

export interface Rate {
  readonly echoesPerSecond: number
  readonly window: number
  readonly payloadBytes: number
  readonly sent: number
  readonly answered: number
  readonly durationMs: number
}

const WINDOW = 16
/** Not counted: our own program is slow at first. */
const WARM_UP_MS = 150
const DURATION_MS = 300
/** Nothing came for so long: what is under way counts as lost, and the loop goes on. */
const STALL_MS = 50
const GREETING_DATAGRAMS = 20

/** undefined: nobody answers there. */
export async function measureRate(
  way: OwnWay,
  key: ResponderKey,
  {clock, slowestMs}: {readonly clock: Clock; readonly slowestMs: number},
  signal: AbortSignal,
): Promise<Rate | undefined> {
  const lane = new TunnelLane(way, new Asker(key, clock), {
    clock,
    numbers: {next: 0},
    loss: new Loss(1, 1),
    roundTrip: new RoundTrip(slowestMs),
    budget: new Budget(GREETING_DATAGRAMS),
    tally: new Tally(),
  })
  if (!(await lane.greet(signal))) return undefined
  const stallMs = Math.max(STALL_MS, 3 * slowestMs)
  await new Loop(lane, clock).run({durationMs: WARM_UP_MS, stallMs}, signal)
  const loop = new Loop(lane, clock)
  await loop.run({durationMs: DURATION_MS, stallMs}, signal)
  return loop.rate
}

class Loop {
  #sent = 0
  #answered = 0
  #underWay = 0
  #durationMs = 0
  #wake: () => void = () => undefined

  constructor(
    private readonly lane: TunnelLane,
    private readonly clock: Clock,
  ) {}

  get rate(): Rate {
    const [sent, answered, durationMs] = [this.#sent, this.#answered, this.#durationMs]
    const echoesPerSecond = Math.round((answered / Math.max(1, durationMs)) * 1000)
    return {echoesPerSecond, window: WINDOW, payloadBytes: CONTROL_BYTES, sent, answered, durationMs}
  }

  async run(
    {durationMs, stallMs}: {readonly durationMs: number; readonly stallMs: number},
    signal: AbortSignal,
  ): Promise<void> {
    const began = this.clock.now()
    while (this.clock.now() - began < durationMs && this.lane.ending === undefined && !signal.aborted) {
      const answer = new Promise<void>(resolve => {
        this.#wake = resolve
      })
      await this.#fill()
      if (this.#underWay === 0) await sleep(this.clock, 1, signal)
      else if (!(await this.#within(stallMs, answer, signal))) this.#underWay = 0
    }
    this.#durationMs = Math.round((this.clock.now() - began) * 1000) / 1000
  }

  async #fill(): Promise<void> {
    while (this.#underWay < WINDOW) {
      const question = {bytes: CONTROL_BYTES, answerBytes: CONTROL_BYTES}
      const {outcome} = await this.lane.ask(question, () => {
        this.#answered++
        this.#underWay = Math.max(0, this.#underWay - 1)
        this.#wake()
      })
      if (outcome !== 'accepted') return
      this.#sent++
      this.#underWay++
    }
  }

  async #within(ms: number, answer: Promise<void>, signal: AbortSignal): Promise<boolean> {
    using limit = deadline(this.clock, ms, signal)
    try {
      await unlessAborted(answer, limit.signal)
      return true
    } catch (error) {
      if (error instanceof TimeoutError || signal.aborted) return false
      throw error
    }
  }
}
