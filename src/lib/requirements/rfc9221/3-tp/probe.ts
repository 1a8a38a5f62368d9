import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {announcedBy, H3_DATAGRAM, MAX_DATAGRAM_FRAME_SIZE} from '../../../stimuli/announcements.js'
import requirement from './requirement.js'

/** What a QUIC packet needs at least to fit through. */
const USEFUL = 1200
const RECOMMENDED = 65_535

interface Seen {
  /** Of max_datagram_frame_size; null: it is absent. */
  readonly limit: string | null
  /** Of H3_DATAGRAM. */
  readonly setting: string | null
  /** Transport parameters came at all. */
  readonly known: boolean
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const {seen} = await rig.connection(signal)
    const {parameter, setting} = announcedBy(seen)
    return {
      limit: parameter(MAX_DATAGRAM_FRAME_SIZE),
      setting: setting(H3_DATAGRAM),
      known: seen.transportParameters !== undefined,
    }
  },
  judge({limit, setting, known}) {
    if (!known) return inconclusive('the transport parameters of the proxy are not known')
    const beside = setting === '1' ? ' beside H3_DATAGRAM = 1' : ''
    if (limit === null)
      return observed(`the proxy announces no max_datagram_frame_size${beside}: it takes no DATAGRAM frames`)
    if (limit === '0') return observed(`max_datagram_frame_size is 0${beside}: the proxy takes no DATAGRAM frames`)
    if (BigInt(limit) < BigInt(USEFUL)) {
      return observed(`max_datagram_frame_size is ${limit}, and below ${USEFUL} no QUIC fits through a tunnel`)
    }
    const advice = BigInt(limit) < BigInt(RECOMMENDED) ? `; ${RECOMMENDED} is recommended` : ''
    return pass(`max_datagram_frame_size is ${limit}${advice}`)
  },
  silence: {limit: null, setting: null, known: false},
  faults: {
    'takes-small-ones': {wire: {quic: {datagramReceiveBufferBytes: 1100}}},
    'takes-none': {wire: {quic: {datagrams: false}}},
  },
})
