/**
 * The largest UDP payload each way, in frames and in capsules: searches side by side on tunnels of their own, so that
 * whatever a proxy makes of a payload that is too large happens to none that is needed. Comes last in a run.
 */
import type {Carrier, HttpVersion} from '../../http/transport.js'
import type {PayloadFacts} from '../../report/payload-facts.js'
import type {OuterPath} from '../../reach/connection.js'
import {Asker} from '../../responder/asker.js'
import type {ResponderKey} from '../../responder/message.js'
import {deadline, type Clock} from '../../spec/clock.js'
import type {OwnWay} from '../datagram-way.js'
import {conclude, type Direction, type Hunted, type Surroundings} from './conclude.js'
import {Budget, Loss, RoundTrip} from './estimate.js'
import {Hunt} from './hunt.js'
import {CONTROL_BYTES, type Lane} from './lane.js'
import {capsuleSum, downFrameSum, frameLimit, inside, upFrameSum, type SumItem} from './sum.js'
import {Tally} from './tally.js'
import {TunnelLane, type LaneContext} from './tunnel-lane.js'

export interface SurveyOptions {
  readonly clock: Clock
  readonly key: ResponderKey
  /** A tunnel more to the same target; undefined: there is none to be had. */
  readonly open: (carrier: Carrier, signal: AbortSignal) => Promise<OwnWay | undefined>
  /** What to look at: what was asked for, as far as it was negotiated. */
  readonly carriers: readonly Carrier[]
  /** How small datagrams fared before. */
  readonly before: {readonly sent: number; readonly received: number; readonly slowestMs: number}
  readonly http: HttpVersion
  /** undefined: there are no datagrams outside, and therefore no frames. */
  readonly outer: () => OuterPath | undefined
  /** What stands between a datagram's context and the UDP payload: the headers of the packet inside, if it is one. */
  readonly innerHeaders?: readonly SumItem[]
  /** The largest payload that a frame of ours takes now. */
  readonly frameBytes: () => number | undefined
  /** DATAGRAM frames that our engine sent, by its own count. */
  readonly framesSent: () => number
}

/** What QUIC needs, what its stacks begin with over IPv6 and IPv4, and what they end with. */
const NAMED_BYTES = [1200, 1232, 1252, 1350, 1452] as const
/** A jumbo frame; what is larger is nobody's datagram on a network. */
const CEILING_BYTES = 9000
/** For all searches together. */
const MAX_DATAGRAMS = 560
/** To ask for the report, whatever has been spent. */
const REPORT_DATAGRAMS = 20
export const LIMIT_MS = 10_000
const WIDTH = 6
/** Of all tunnels of such a run. */
const QUARTER_STREAM_ID_BYTES = 1

export async function survey(options: SurveyOptions, signal: AbortSignal): Promise<PayloadFacts> {
  const began = options.clock.now()
  using limit = deadline(options.clock, LIMIT_MS, signal)
  const run = new Survey(options)
  const searches = options.carriers.map(async carrier => run.both(carrier, limit.signal))
  const found = (await Promise.all(searches)).flat()
  await run.goOn(found, limit.signal)
  await run.report(limit.signal)
  const around = run.surroundings(limit.signal.aborted)
  const way = (direction: Direction, carrier: Carrier): PayloadFacts['up']['frame'] => {
    const hunted = found.find(one => one.direction === direction && one.carrier === carrier)
    return hunted ? conclude(hunted, around) : null
  }
  const ways = (direction: Direction): PayloadFacts['up'] => ({
    frame: way(direction, 'frame'),
    capsule: way(direction, 'capsule'),
  })
  return {
    up: ways('up'),
    down: ways('down'),
    datagrams: run.datagrams,
    tunnels: run.tunnels,
    durationMs: Math.round((options.clock.now() - began) * 1000) / 1000,
  }
}

class Survey {
  readonly #shared: Pick<LaneContext, 'clock' | 'numbers' | 'loss' | 'roundTrip' | 'budget'>
  readonly #asker: Asker
  readonly #tallies: Tally[] = []
  readonly #lanes: {lane: TunnelLane; carrier: Carrier}[] = []
  readonly #framesBefore: number

  constructor(private readonly options: SurveyOptions) {
    const {clock, key, before} = options
    this.#asker = new Asker(key, clock)
    this.#framesBefore = options.framesSent()
    this.#shared = {
      clock,
      numbers: {next: 0},
      loss: new Loss(before.sent, before.received),
      roundTrip: new RoundTrip(before.slowestMs),
      budget: new Budget(MAX_DATAGRAMS),
    }
  }

  get datagrams(): number {
    return this.#lanes.reduce((sum, {lane}) => sum + lane.accepted, 0)
  }

  get tunnels(): number {
    return this.#lanes.length
  }

  async both(carrier: Carrier, signal: AbortSignal): Promise<Hunted[]> {
    const up = this.#hunt('up', carrier, {carrier}, signal)
    if (carrier === 'capsule') return [await up, ...(await this.#downForCapsules(await up, signal))]
    const down = await this.#hunt('down', 'frame', {carrier, wanted: 'frame'}, signal)
    // What does not fit a frame came in a capsule: how far does that go?
    const more = down.tally.cameIn('capsule') ? [await this.#hunt('down', 'capsule', {carrier}, signal)] : []
    return [await up, down, ...more]
  }

  /** Which carrier answers come in is the proxy's choice: frames, where they can be used, have been looked at then. */
  async #downForCapsules({tally}: Hunted, signal: AbortSignal): Promise<Hunted[]> {
    const carrier = 'capsule'
    if (tally.cameIn('capsule')) return [await this.#hunt('down', 'capsule', {carrier, wanted: 'capsule'}, signal)]
    return this.options.carriers.includes('frame') ? [] : [await this.#hunt('down', 'frame', {carrier}, signal)]
  }

  /** Our engine may have found the path to the proxy wider since the search was over. */
  async goOn(found: readonly Hunted[], signal: AbortSignal): Promise<void> {
    const up = found.find(({direction, carrier}) => direction === 'up' && carrier === 'frame')?.hunt
    const frameBytes = this.options.frameBytes() ?? 0
    if (
      up?.search.complete &&
      up.search.largest > CONTROL_BYTES &&
      !up.search.smallestLost &&
      frameBytes > up.search.largest
    ) {
      await up.goOn(Math.min(frameBytes, CEILING_BYTES), signal)
    }
  }

  /** What arrived although its answer did not. */
  async report(signal: AbortSignal): Promise<void> {
    const budget = new Budget(REPORT_DATAGRAMS)
    const lane = await this.#open(this.options.carriers[0] ?? 'capsule', new Tally(), signal, budget)
    if (!lane) return
    const report = await lane.report(signal)
    lane.close()
    if (report) for (const tally of this.#tallies) tally.report(report.seen)
  }

  surroundings(isInterrupted: boolean): Surroundings {
    const outer = this.options.outer()
    const accepted = this.#lanes.reduce((sum, {lane, carrier}) => sum + (carrier === 'frame' ? lane.accepted : 0), 0)
    return {
      budget: this.#shared.budget,
      isInterrupted,
      allFramesLeft: this.options.framesSent() - this.#framesBefore >= accepted,
      ...(outer && {frames: {limit: frameLimit(outer), outerMtuBytes: outer.mtuBytes}}),
      sumOf: (direction, carrier, payloadBytes) => {
        return inside(payloadBytes, this.options.innerHeaders ?? [], bytes => {
          if (carrier === 'capsule' || !outer) return capsuleSum(bytes, this.options.http)
          return (direction === 'up' ? upFrameSum : downFrameSum)(bytes, QUARTER_STREAM_ID_BYTES, outer)
        })
      },
    }
  }

  /** @param asks what questions travel in, and what answers must come in to count */
  async #hunt(
    direction: Direction,
    carrier: Carrier,
    asks: {readonly carrier: Carrier; readonly wanted?: Carrier},
    signal: AbortSignal,
  ): Promise<Hunted> {
    const tally = new Tally()
    this.#tallies.push(tally)
    const ceiling = (lane: Lane): number =>
      direction === 'down' ? CEILING_BYTES : Math.min(CEILING_BYTES, lane.limitBytes ?? CEILING_BYTES)
    const hunt = new Hunt({
      ...this.#shared,
      tally,
      plan: {floorBytes: CONTROL_BYTES, named: NAMED_BYTES, ceilingBytes: CEILING_BYTES, width: WIDTH},
      question: bytes =>
        direction === 'up' ? {bytes, answerBytes: CONTROL_BYTES} : {bytes: CONTROL_BYTES, answerBytes: bytes},
      open: at => this.#open(asks.carrier, tally, at),
      ...(asks.wanted && {carrier: asks.wanted}),
      ceiling,
    })
    await hunt.run(signal)
    return {direction, carrier, hunt, tally, ceilingBytes: CEILING_BYTES}
  }

  /** A lane that has answered; a greeting may be lost, and more than one hardly ever is where others arrive. */
  async #open(
    carrier: Carrier,
    tally: Tally,
    signal: AbortSignal,
    budget = this.#shared.budget,
  ): Promise<TunnelLane | undefined> {
    const way = await this.options.open(carrier, signal)
    if (!way) return undefined
    const lane = new TunnelLane(way, this.#asker.sibling(), {...this.#shared, tally, budget})
    this.#lanes.push({lane, carrier})
    if (await lane.greet(signal)) return lane
    lane.close()
    return undefined
  }
}
