import {defineProbe} from '../../../spec/probe.js'
import type {RawHttp3, StreamOver} from '../../../spec/raw-rig.js'
import type {Rig} from '../../../spec/rig.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {concern, fail, inconclusive, pass, type Verdict} from '../../../spec/verdict.js'
import {RawLane, type RawStreams} from '../../../stimuli/raw-lane.js'
import {H3} from '../../../wire/error-codes.js'
import * as h2Frame from '../../../wire/h2-frame.js'
import * as h3Frame from '../../../wire/h3-frame.js'
import {Encoder} from '../../../wire/hpack/encoder.js'
import * as fieldSection from '../../../wire/qpack/field-section.js'
import {isAcknowledged} from '../../../wire/quic/packet-log.js'
import requirement from './requirement.js'

const FIELD = {name: 'x-masque-late', value: '1'}

interface Seen {
  /** An echo came back before; null: there was no tunnel. */
  readonly before: boolean | null
  /** HTTP/3: a packet with the frame was. Over TCP there is nobody to say so. */
  readonly acknowledged: boolean
  readonly ending: EndingSeen | null
  /** Of the stream alone. */
  readonly over: StreamOver | null
  /** A question that was sent behind the frame was answered. */
  readonly after: boolean
}

const NOTHING: Seen = {before: null, acknowledged: false, ending: null, over: null, after: false}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const raw = rig.http === '2' ? await rig.rawHttp2(signal) : await rig.rawHttp3(signal, {quic: {logFrames: true}})
    await raw.settled(signal)
    const lane = await RawLane.open(rig, raw, signal)
    if (!lane) return {...NOTHING, ending: raw.ending()}
    const before = await lane.echo(lane.talk(), signal)
    if (!before) return {...NOTHING, before, ending: raw.ending()}
    const acknowledged = await sayHeaders(rig, raw, lane, signal)
    const end = async (): Promise<Pick<Seen, 'ending' | 'over'>> => {
      const ending = await raw.ended(rig.patienceMs, signal)
      const over = await lane.exchange.over(0, signal)
      return {ending, over: over?.how === 'connection' ? null : over}
    }
    const first = await end()
    if (first.ending ?? first.over) return {before, acknowledged, ...first, after: false}
    const after = await lane.echo(lane.talk(), signal)
    return {before, acknowledged, ...(await end()), after}
  },
  judge({before, acknowledged, ending, over, after}, {http}) {
    if (before === null) return inconclusive('no tunnel was opened on a connection of its own')
    if (!before) return inconclusive('no datagram crossed the tunnel before')
    if (ending?.by === 'peer') return judgeEnding(ending, http)
    if (ending) return inconclusive(`the connection was lost: ${ending.detail}`)
    if (over) return judgeOver(over, http)
    if (http === '3' && !acknowledged) {
      return inconclusive('it is not known whether the frame arrived: no packet with it was acknowledged')
    }
    if (!after) return inconclusive('the tunnel fell silent without any error, which loss alone can explain')
    return fail(
      http === '3' ? 'the connection is closed with H3_FRAME_UNEXPECTED (0x105)' : 'the stream is reset',
      'a HEADERS frame on the open tunnel was passed over, and a datagram behind it came back from the target',
    )
  },
  silence: NOTHING,
  faults: {
    'passes-it-over': {
      wire: {h3: {onBreach: code => (code === H3.FRAME_UNEXPECTED ? undefined : code)}},
      http: {care: {ignoresLaterHeads: true}},
    },
    'with-another-code': {
      wire: {h3: {onBreach: code => (code === H3.FRAME_UNEXPECTED ? H3.GENERAL_PROTOCOL_ERROR : code)}},
      over: ['3'],
    },
  },
})

function judgeEnding({codeName, detail}: EndingSeen, http: string): Verdict {
  if (http !== '3') return pass(`upon a HEADERS frame on the open tunnel the connection was given up: ${detail}`)
  if (codeName?.startsWith('H3_FRAME_UNEXPECTED ')) {
    return pass('upon a HEADERS frame on the open tunnel the connection was closed with H3_FRAME_UNEXPECTED')
  }
  return concern(
    `upon a HEADERS frame on the open tunnel the connection was closed with ${codeName ?? 'no code'} and not with H3_FRAME_UNEXPECTED`,
  )
}

function judgeOver(over: StreamOver, http: string): Verdict {
  const how = over.how === 'fin' || over.how === 'connection' ? 'ended in order' : `${over.how} with ${over.codeName}`
  const what = `upon a HEADERS frame on the open tunnel the stream was ${how}`
  if (http === '3') return concern(`${what}, where the connection should be closed with H3_FRAME_UNEXPECTED`)
  return over.how === 'fin' ? concern(`${what}, as if nothing were wrong`) : pass(what)
}

/** HTTP/3: whether it was acknowledged. */
async function sayHeaders(rig: Rig, raw: RawStreams, {exchange}: RawLane, signal: AbortSignal): Promise<boolean> {
  if (!isHttp3(raw)) {
    const block = new Encoder().write([{...FIELD, representation: 'without'}])
    const streamId = Number(exchange.id)
    await exchange.write(h2Frame.write(h2Frame.HEADERS, block, {flags: h2Frame.END_HEADERS, streamId}))
    return false
  }
  const sentBefore = raw.packets.length
  await exchange.write(h3Frame.write(h3Frame.HEADERS, fieldSection.write([FIELD])))
  const carrying = (): boolean => {
    const latest = raw.packets.slice(sentBefore)
    return isAcknowledged(latest, frame => frame.kind === 'stream' && frame.streamId === exchange.id)
  }
  await rig.until(() => carrying() || raw.ending() !== null, rig.timeoutMs, signal)
  return carrying()
}

function isHttp3(raw: RawStreams): raw is RawHttp3 {
  return 'datagram' in raw
}
