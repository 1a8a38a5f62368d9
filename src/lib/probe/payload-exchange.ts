/** Datagrams to a target that knows nothing of us: an answer proves both ways, silence proves nothing. */
import {isBreach} from '../http/ending.js'
import type {Payload} from '../payload/kind.js'
import type {OnEvent} from '../report/run-event.js'
import type {DatagramWay} from './datagram-way.js'
import {figuresOf, type ExchangeResult} from './exchange.js'
import type {Platform} from '../reach/options.js'
import {endedWords, endingOf, Series, type SeriesPlan} from './series.js'
import {stoppedCarrying} from './stopped.js'

export interface PayloadExchangeOptions {
  readonly platform: Platform
  readonly payload: Payload
  readonly plan: SeriesPlan
  readonly beganMs: number
  readonly onEvent: OnEvent
}

const NOT_KNOWN = [
  'which way lost datagrams went: only a responder can tell',
  'the largest payload each way: only a responder answers in the size that is wanted',
  'what the target saw: source, TTL, ECN',
]

export async function exchangeWithTarget(
  way: DatagramWay,
  {platform, payload, plan, beganMs, onEvent}: PayloadExchangeOptions,
  signal: AbortSignal,
): Promise<ExchangeResult> {
  const egress: {address: string | null; marks: undefined} = {address: null, marks: undefined}
  const series = new Series(
    way,
    platform.clock,
    beganMs,
    bytes => {
      const understood = payload.answer(bytes)
      if (!understood) return undefined
      egress.address = understood.observed ?? egress.address
      return {number: understood.question, detail: understood.detail}
    },
    onEvent,
  )
  void (async () => {
    for await (const arrival of way.received()) series.onArrival(arrival)
  })()
  const result = await series.run(plan, number => payload.question(number), signal)
  const carried = result.replies.length > 0
  const ending = await endingOf(way)
  const stopped = stoppedCarrying(result, plan, ending, signal.aborted)
  return {
    up: carried ? 'yes' : 'unknown',
    down: carried ? 'yes' : 'unknown',
    blame: ending && isBreach(ending) ? 'proxy' : carried && !stopped ? null : 'unknown',
    because: carried
      ? stopped?.because
      : `nothing answered ${payload.name}: the proxy, the way to the target, or the target itself may be silent; without a responder it cannot be told which${endedWords(ending)}`,
    stopped,
    ending,
    series: result,
    figures: figuresOf(result, way, undefined),
    egress,
    capabilities: [],
    reportCameBy: null,
    notKnown: egress.address === null ? NOT_KNOWN : NOT_KNOWN.slice(0, -1),
  }
}
