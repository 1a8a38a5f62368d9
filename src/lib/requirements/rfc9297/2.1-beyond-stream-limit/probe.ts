import {defineProbe} from '../../../spec/probe.js'
import type {RawHttp3} from '../../../spec/raw-rig.js'
import {concern, inconclusive, notApplicable, observed} from '../../../spec/verdict.js'
import {
  aftermathOf,
  datagramBreach,
  datagramsAgreed,
  closedByPeer,
  judgeBreach,
  NO_AFTERMATH,
  type Aftermath,
} from '../../../stimuli/h3-breach.js'
import {isSuccess, servedWith} from '../../../stimuli/h3-requests.js'
import {H3} from '../../../wire/error-codes.js'
import {MAX_QUARTER_STREAM_ID, write} from '../../../wire/http-datagram.js'
import {read} from '../../../wire/quic/frames.js'
import requirement from './requirement.js'

const INITIAL_MAX_STREAMS_BIDI = '0x8'
const BEYOND = 100n
const PAYLOAD_BYTES = 24

interface Seen extends Aftermath {
  /** null: the proxy has not said. */
  readonly agreed: boolean | null
  /** How many requests the proxy allows, and the Quarter Stream ID that was used; null: there is none beyond. */
  readonly limit: string | null
  readonly used: string | null
  /** Status of a request before. */
  readonly before: number | null
}

const NOT_ASKED = {limit: null, used: null, before: null, ...NO_AFTERMATH}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const raw = await rig.rawHttp3(signal, {quic: {logFrames: true}})
    const agreed = await datagramsAgreed(raw, signal)
    if (agreed !== true) return {agreed, ...NOT_ASKED}
    const before = await servedWith(rig, raw, signal)
    const limit = limitOf(raw)
    const beyond = limit + BEYOND
    if (beyond > MAX_QUARTER_STREAM_ID) return {agreed, ...NOT_ASKED, before, limit: String(limit)}
    const datagram = write(beyond, rig.random.bytes(PAYLOAD_BYTES))
    const aftermath = await aftermathOf(rig, raw, datagramBreach(raw, datagram), signal)
    return {agreed, before, limit: String(limit), used: String(beyond), ...aftermath}
  },
  judge({agreed, limit, used, before, ...aftermath}) {
    if (agreed === null) return inconclusive('no SETTINGS came from the proxy')
    if (!agreed) return notApplicable('the proxy does not agree to DATAGRAM frames, as its SETTINGS and QUIC show')
    if (before === null) return inconclusive('no request was answered on this connection even before')
    if (used === null)
      return notApplicable(`the proxy allows ${limit ?? 'so many'} requests, and there is no ID beyond`)
    const {ending, acknowledged, after} = aftermath
    if (!closedByPeer(ending) && acknowledged && after !== null) {
      if (isSuccess(before) && !isSuccess(after)) {
        return concern(`after it a request like the one before (${before}) is answered with ${after}`)
      }
      return observed(
        `the proxy allows ${limit ?? '?'} requests and dropped a datagram for number ${used} in silence, as it may`,
      )
    }
    return judgeBreach(aftermath, 'H3_ID_ERROR', `a datagram for request ${used}, where ${limit ?? '?'} are allowed,`)
  },
  silence: {agreed: null, ...NOT_ASKED},
  faults: {
    'with-another-code': {wire: {h3: {onBreach: code => (code === H3.ID_ERROR ? H3.INTERNAL_ERROR : code)}}},
  },
})

/** The latest that is known: what was announced at first, or has been since. */
function limitOf(raw: RawHttp3): bigint {
  const announced = raw.seen.transportParameters?.find(({id}) => id === INITIAL_MAX_STREAMS_BIDI)?.value
  const first = typeof announced === 'string' ? BigInt(announced) : 0n
  const later = raw.packets
    .filter(({direction}) => direction === 'received')
    .flatMap(({frames}) => [...read(frames)])
    .flatMap(frame => (frame.kind === 'max_streams' && frame.way === 'bidirectional' ? [frame.maximum] : []))
  return later.reduce((most, maximum) => (maximum > most ? maximum : most), first)
}
