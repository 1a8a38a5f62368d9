import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, notApplicable} from '../../../spec/verdict.js'
import {
  aftermathOf,
  datagramBreach,
  datagramsAgreed,
  judgeBreach,
  NO_AFTERMATH,
  type Aftermath,
} from '../../../stimuli/h3-breach.js'
import {H3} from '../../../wire/error-codes.js'
import {MAX_QUARTER_STREAM_ID, write} from '../../../wire/http-datagram.js'
import requirement from './requirement.js'

/** Multiplied by four it is 0 in 62 bits: the tunnel of stream 0, if somebody does not look. */
const TOO_LARGE = MAX_QUARTER_STREAM_ID + 1n
const PAYLOAD_BYTES = 24

interface Seen extends Aftermath {
  /** null: the proxy has not said. */
  readonly agreed: boolean | null
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const raw = await rig.rawHttp3(signal, {quic: {logFrames: true}})
    const agreed = await datagramsAgreed(raw, signal)
    if (agreed !== true) return {agreed, ...NO_AFTERMATH}
    const datagram = write(TOO_LARGE, rig.random.bytes(PAYLOAD_BYTES))
    return {agreed, ...(await aftermathOf(rig, raw, datagramBreach(raw, datagram), signal))}
  },
  judge({agreed, ...aftermath}) {
    if (agreed === null) return inconclusive('no SETTINGS came from the proxy')
    if (!agreed) return notApplicable('the proxy does not agree to DATAGRAM frames, as its SETTINGS and QUIC show')
    return judgeBreach(aftermath, 'H3_DATAGRAM_ERROR', 'a Quarter Stream ID of 2^60')
  },
  silence: {agreed: null, ...NO_AFTERMATH},
  faults: {
    'ignores-it': {wire: {h3: {onBreach: code => (code === H3.DATAGRAM_ERROR ? undefined : code)}}},
    'with-another-code': {wire: {h3: {onBreach: () => H3.ID_ERROR}}},
  },
})
