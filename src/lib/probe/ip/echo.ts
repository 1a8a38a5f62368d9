/** ICMP echo to one host: an answer shows that packets go there and back; no answer shows nothing. */
import type {OnEvent} from '../../report/run-event.js'
import type {EchoFacts} from '../../report/ip-facts.js'
import {equal} from '../../wire/bytes.js'
import {Series, type SeriesPlan, type SeriesResult, type Understood} from '../series.js'
import {distribution} from '../statistics.js'
import {ECHO_HEADER, echoRequest, headerBytes, type Inner} from './packet.js'
import {PacketWay} from './packet-way.js'
import {HOP_LIMIT, type Vantage} from './vantage.js'

export interface EchoPlan extends SeriesPlan {
  /** Octets of data in each: at least the four of its number. */
  readonly dataBytes: number
}

export interface EchoContext {
  readonly beganMs: number
  readonly onEvent: OnEvent
}

export interface Echoed {
  readonly facts: EchoFacts
  readonly series: SeriesResult
}

const NUMBER_BYTES = 4

/** What `ping` sends, but that it can be told from everybody else's. */
export const ECHO_DATA_BYTES = 56

export function echoWay({session, source, family, random}: Vantage, to: string): PacketWay {
  const ends = {source, destination: to}
  const id = random.integer(0x10000)
  let sequence = 0
  return new PacketWay(session, {
    headerBytes: headerBytes(family, ECHO_HEADER),
    wrap: data => echoRequest(ends, {id, sequence: sequence++ & 0xffff, data}, HOP_LIMIT),
    unwrap: ({source: from, destination, body}: Inner) => {
      const isAnswer = body.kind === 'echo-reply' && body.id === id && from === to && destination === source
      return isAnswer ? body.data : undefined
    },
    isOurs: ({destination, body}: Inner) => body.kind === 'echo-request' && body.id === id && destination === to,
  })
}

export async function echo(
  at: Vantage,
  to: string,
  plan: EchoPlan,
  {beganMs, onEvent}: EchoContext,
  signal: AbortSignal,
): Promise<Echoed> {
  using way = echoWay(at, to)
  const filling = at.random.bytes(plan.dataBytes - NUMBER_BYTES)
  const counts = {altered: 0}
  const understand = (data: Uint8Array): Understood | undefined => {
    if (data.length === plan.dataBytes && equal(data.subarray(NUMBER_BYTES), filling)) {
      return {number: new DataView(data.buffer, data.byteOffset).getUint32(0), detail: `ICMP echo answered by ${to}`}
    }
    counts.altered++
    return undefined
  }
  const series = new Series(way, at.clock, beganMs, understand, onEvent)
  void (async () => {
    for await (const arrival of way.received()) series.onArrival(arrival)
  })()
  const result = await series.run(plan, number => question(number, filling), signal)
  return {series: result, facts: factsOf(to, result, way, counts.altered)}
}

function question(number: number, filling: Uint8Array): Uint8Array {
  const data = new Uint8Array(NUMBER_BYTES + filling.length)
  new DataView(data.buffer).setUint32(0, number)
  data.set(filling, NUMBER_BYTES)
  return data
}

function factsOf(to: string, {sent, replies, duplicates}: SeriesResult, way: PacketWay, altered: number): EchoFacts {
  return {
    to,
    sent,
    received: replies.length,
    duplicates,
    altered,
    rttMs: distribution(replies.map(({rttMs}) => rttMs)) ?? null,
    hopLimit: way.hopLimit ?? null,
    errors: way.errors.facts,
  }
}
