/** A path by script, for searches on a virtual clock: a limit each way, loss, disorder, and proxies with habits. */
import {Link, type LinkOptions} from '../../../src/lib/net/link.js'
import {Budget, Loss, RoundTrip} from '../../../src/lib/probe/size/estimate.js'
import {Hunt} from '../../../src/lib/probe/size/hunt.js'
import {
  CONTROL_BYTES,
  type Asked,
  type Lane,
  type SizedAnswer,
  type SizedQuestion,
} from '../../../src/lib/probe/size/lane.js'
import {Tally} from '../../../src/lib/probe/size/tally.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'

export interface Script extends LinkOptions {
  /** What is carried at a time; what is larger vanishes. */
  readonly limit: (nowMs: number) => number
  /** What our own side takes. */
  readonly localLimit?: (nowMs: number) => number
  /** What becomes of a tunnel through which something too large went: nothing, it ends, or it is silent from then on. */
  readonly onTooLarge?: 'ends' | 'falls-silent'
  /** Nothing is carried from then on, whatever the size. */
  readonly blackFromMs?: number
  readonly seed?: number
  readonly budget?: number
}

export class ScriptedPath {
  readonly clock = new VirtualClock()
  readonly tally = new Tally()
  readonly budget: Budget
  readonly up: Link
  readonly down: Link
  /** What reached the far end, by size. */
  readonly arrived = new Set<number>()
  #number = 0

  constructor(readonly script: Script) {
    const random = seeded(script.seed ?? 1)
    this.up = new Link(this.clock, random.fork('up'), {delayMs: 10, ...script})
    this.down = new Link(this.clock, random.fork('down'), {delayMs: 10, ...script})
    this.budget = new Budget(script.budget ?? 600)
  }

  /** Sizes are looked for on the way up; the way down is the same arithmetic. */
  hunt(ceilingBytes = 9000): Hunt {
    const {script, clock, tally, budget} = this
    const rate = 1 - (1 - (script.loss ?? 0)) ** 2
    return new Hunt({
      clock,
      tally,
      budget,
      // As ten datagrams before the search would have shown it.
      loss: new Loss(10, Math.round(10 * (1 - rate))),
      roundTrip: new RoundTrip(20),
      plan: {floorBytes: CONTROL_BYTES, named: [1200, 1232, 1252, 1350, 1452], ceilingBytes, width: 6},
      question: bytes => ({bytes, answerBytes: CONTROL_BYTES}),
      open: async () => this.#open(),
      ceiling: () => Math.min(ceilingBytes, script.localLimit?.(clock.now()) ?? ceilingBytes),
    })
  }

  async run(hunt = this.hunt(), limitMs = 60_000): Promise<Hunt> {
    const stop = new AbortController()
    const cancel = this.clock.after(limitMs, () => {
      stop.abort(new Error('enough'))
    })
    await this.clock.run(hunt.run(stop.signal))
    cancel()
    return hunt
  }

  async #open(): Promise<Lane | undefined> {
    if (this.isBlack) return undefined
    await new Promise<void>(resolve => {
      this.clock.after(20, resolve)
    })
    return new ScriptedLane(this)
  }

  get isBlack(): boolean {
    return this.clock.now() >= (this.script.blackFromMs ?? Infinity)
  }

  number(): number {
    return this.#number++
  }
}

class ScriptedLane implements Lane {
  ending: string | undefined
  #silent = false
  #settle = (): void => undefined
  readonly ended = new Promise<void>(resolve => {
    this.#settle = resolve
  })

  constructor(private readonly path: ScriptedPath) {}

  get limitBytes(): number | undefined {
    return this.path.script.localLimit?.(this.path.clock.now())
  }

  async ask({bytes, answerBytes}: SizedQuestion, onAnswer: (answer: SizedAnswer) => void): Promise<Asked> {
    await Promise.resolve()
    const number = this.path.number()
    const {limitBytes} = this
    if (limitBytes !== undefined && bytes > limitBytes) return {outcome: {tooLarge: limitBytes}, number}
    this.path.up.carry(() => {
      if (!this.#arrives(bytes)) return
      this.path.arrived.add(bytes)
      this.path.down.carry(() => {
        if (this.ending === undefined) onAnswer({number, carrier: 'frame', bytes: answerBytes, refused: false})
      })
    })
    return {outcome: 'accepted', number}
  }

  close(): void {
    this.ending ??= undefined
  }

  #arrives(bytes: number): boolean {
    const {script, clock, isBlack} = this.path
    if (isBlack || this.#silent || this.ending !== undefined) return false
    if (bytes <= script.limit(clock.now())) return true
    if (script.onTooLarge === 'falls-silent') this.#silent = true
    if (script.onTooLarge === 'ends') {
      clock.after(10, () => {
        this.ending = 'the peer ended the stream'
        this.#settle()
      })
    }
    return false
  }
}
