/** The largest UDP payloads in packets of ours, each way: the search of `probe udp`, with the packet's headers counted. */
import type {Carrier, HttpVersion} from '../../http/transport.js'
import type {OuterPackets} from '../../reach/connection.js'
import type {PayloadFacts} from '../../report/payload-facts.js'
import type {ResponderKey} from '../../responder/message.js'
import type {DatagramWay, OwnWay} from '../datagram-way.js'
import type {ExchangeResult} from '../exchange.js'
import {survey} from '../size/survey.js'
import {udpWay, type UdpEnd} from './udp-way.js'
import type {Vantage} from './vantage.js'

/** What does not depend on the family. */
export interface OutsideOfSizes {
  readonly http: HttpVersion
  /** What our packets travel in. */
  readonly carrier: Carrier
  readonly packets: OuterPackets | undefined
}

const CAPABILITY = 'sizes'

/** undefined: nothing is to be learnt. */
export async function examinePackets(
  at: Vantage,
  {to, key}: {readonly to: UdpEnd; readonly key: ResponderKey},
  {up, down, stopped, series, capabilities}: ExchangeResult,
  {http, carrier, packets}: OutsideOfSizes,
  signal: AbortSignal,
): Promise<PayloadFacts | undefined> {
  if (!capabilities.includes(CAPABILITY) || signal.aborted) return undefined
  if (up !== 'yes' || down !== 'yes' || stopped) return undefined
  const whole = headers(at)
  const inner = whole.reduce((sum, {bytes}) => sum - bytes, 0)
  const {tunnel} = at.session
  const facts = await survey(
    {
      clock: at.clock,
      key,
      carriers: [carrier],
      before: {
        sent: series.sent,
        received: series.replies.length,
        slowestMs: Math.max(...series.replies.map(({rttMs}) => rttMs)),
      },
      http,
      outer: () => packets?.path(),
      innerHeaders: whole,
      frameBytes: () => (tunnel.maxPacketBytes === undefined ? undefined : tunnel.maxPacketBytes - inner),
      framesSent: () => packets?.framesSent() ?? 0,
      // One session for all: another would have another address, and be another thing.
      open: async () => own(udpWay(at, to), carrier),
    },
    signal,
  )
  return {...facts, tunnels: 0}
}

function headers({family}: Vantage): {what: string; bytes: number}[] {
  const ip = family === 4 ? {what: 'inner IPv4 header', bytes: -20} : {what: 'inner IPv6 header', bytes: -40}
  return [ip, {what: 'inner UDP header', bytes: -8}]
}

function own(way: DatagramWay & Disposable, carrier: Carrier): OwnWay {
  return {
    carrier,
    ended: way.ended,
    get maxPayloadBytes() {
      return way.maxPayloadBytes
    },
    get drops() {
      return way.drops
    },
    send: payload => way.send(payload),
    received: () => way.received(),
    async [Symbol.asyncDispose]() {
      way[Symbol.dispose]()
    },
  }
}
