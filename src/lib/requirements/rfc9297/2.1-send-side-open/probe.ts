import {defineProbe} from '../../../spec/probe.js'
import type {RawHttp3} from '../../../spec/raw-rig.js'
import type {Rig} from '../../../spec/rig.js'
import {fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import {datagramsAgreed} from '../../../stimuli/h3-breach.js'
import {RawTunnels, type RawTunnel} from '../../../stimuli/raw-tunnels.js'
import {Cursor} from '../../../wire/cursor.js'
import {H3} from '../../../wire/error-codes.js'
import {packetsWith} from '../../../wire/quic/packet-log.js'
import * as varint from '../../../wire/varint.js'
import requirement from './requirement.js'

/** Asked right before the end, so that answers come behind it. */
const BURST = 12
const ENOUGH = 3

type End = 'fin' | 'stop'

interface Visit {
  /** How we made the proxy end its side: by ending ours, or by STOP_SENDING. */
  readonly end: End
  readonly before: boolean
  /** The proxy ended its side. */
  readonly ended: boolean
  /** DATAGRAM frames in packets numbered above the one with that end. */
  readonly late: number
  /** Questions that reached the target and whose answers did not come before the end; null: not known. */
  readonly unanswered: number | null
}

interface Seen {
  /** null: the proxy has not said. */
  readonly agreed: boolean | null
  readonly visits: readonly Visit[]
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const visits: Visit[] = []
    for (const end of ['fin', 'stop'] as const) {
      const visit = await visitOf(rig, end, signal)
      if (typeof visit !== 'object' || visit === null) return {agreed: visit, visits: []}
      visits.push(visit)
    }
    return {agreed: true, visits}
  },
  judge({agreed, visits}) {
    if (agreed === null) return inconclusive('no SETTINGS came from the proxy')
    if (!agreed) return notApplicable('the proxy does not agree to DATAGRAM frames, as its SETTINGS and QUIC show')
    const late = visits.reduce((sum, visit) => sum + visit.late, 0)
    if (late >= ENOUGH) {
      return fail(
        'no datagrams for a stream that the proxy has ended',
        `${late} DATAGRAM frames came in packets numbered above the one that ended the stream`,
      )
    }
    if (late > 0) return inconclusive(`a DATAGRAM frame behind the end of its stream was seen only ${late} times`)
    if (!visits.some(({before}) => before)) return inconclusive('the tunnel carried no echo in the beginning')
    if (!visits.some(({ended}) => ended)) return inconclusive('the proxy never ended its side of a tunnel')
    const telling = visits.filter(({ended, unanswered}) => ended && (unanswered ?? 0) > 0)
    if (telling.length === 0) return inconclusive('nothing is known that could have made the proxy send after the end')
    const unanswered = telling.reduce((sum, visit) => sum + (visit.unanswered ?? 0), 0)
    return pass(`${unanswered} answers were on their way when the proxy ended its side, and none came behind the end`)
  },
  silence: {agreed: null, visits: []},
  faults: {
    'goes-on-sending': {egress: {closesWithTunnel: false}, wire: {h3: {sendsAfterEnd: true}}},
  },
})

/** Otherwise whether both sides agree to frames. */
async function visitOf(rig: Rig, end: End, signal: AbortSignal): Promise<Visit | false | null> {
  await using raw = await rig.rawHttp3(signal, {quic: {logFrames: true}})
  const agreed = await datagramsAgreed(raw, signal)
  if (agreed !== true) return agreed
  const tunnels = new RawTunnels(rig, raw)
  const {tunnel} = await tunnels.open(signal)
  const before = tunnel !== undefined && (await tunnels.echo(tunnel, signal))
  if (!before) return {end, before, ended: false, late: 0, unanswered: null}
  for (let count = 0; count < BURST; count++) await tunnels.ask(tunnel)
  if (end === 'fin') await tunnel.exchange.write(new Uint8Array(0), true)
  else tunnel.exchange.stop(H3.REQUEST_CANCELLED)
  await rig.until(() => endOf(raw, tunnel) !== undefined, rig.timeoutMs, signal)
  await raw.ended(rig.patienceMs, signal)
  const at = endOf(raw, tunnel)
  tunnels.listen()
  const late = at === undefined ? 0 : datagramsOf(raw, tunnel).filter(number => number > at).length
  const reached = await tunnel.talk.reached(signal)
  const unanswered = reached === undefined ? null : Math.max(0, reached - tunnel.talk.answers)
  return {end, before, ended: at !== undefined, late, unanswered}
}

/** The number of the first packet that ended the peer's side, as far as it came. */
function endOf(raw: RawHttp3, {exchange}: RawTunnel): bigint | undefined {
  const [first, ...others] = packetsWith(raw.packets, 'received', frame => {
    const isEnd = frame.kind === 'reset_stream' || (frame.kind === 'stream' && frame.fin)
    return isEnd && frame.streamId === exchange.id
  })
  return first === undefined ? undefined : others.reduce((least, number) => (number < least ? number : least), first)
}

function datagramsOf(raw: RawHttp3, {exchange}: RawTunnel): bigint[] {
  return packetsWith(raw.packets, 'received', frame => {
    if (frame.kind !== 'datagram' || varint.peekFast(frame.data, 0, frame.data.length) < 0) return false
    return varint.read(new Cursor(frame.data)).value * 4n === exchange.id
  })
}
