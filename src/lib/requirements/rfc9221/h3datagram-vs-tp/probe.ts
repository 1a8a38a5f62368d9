import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {announcedBy, H3_DATAGRAM, MAX_DATAGRAM_FRAME_SIZE} from '../../../stimuli/announcements.js'
import requirement from './requirement.js'

const USEFUL = 1200n

interface Seen {
  /** Of H3_DATAGRAM; null: it is absent. */
  readonly setting: string | null
  /** Of max_datagram_frame_size; null: it is absent. */
  readonly limit: string | null
  /** Both SETTINGS and transport parameters came. */
  readonly known: boolean
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const {seen} = await rig.connection(signal)
    const {parameter, setting} = announcedBy(seen)
    const known = seen.settings !== undefined && seen.transportParameters !== undefined
    return {setting: setting(H3_DATAGRAM), limit: parameter(MAX_DATAGRAM_FRAME_SIZE), known}
  },
  judge({setting, limit, known}) {
    if (!known) return inconclusive('the SETTINGS of the proxy did not come')
    const isOffered = setting === '1'
    const bytes = BigInt(limit ?? 0)
    const parameter = limit === null ? 'no max_datagram_frame_size' : `max_datagram_frame_size ${limit}`
    if (isOffered && bytes < USEFUL) {
      return observed(`H3_DATAGRAM is 1, and QUIC announces ${parameter}: no client can use what the setting promises`)
    }
    if (isOffered) return pass(`H3_DATAGRAM is 1, and QUIC announces ${parameter}`)
    const without = setting === null ? 'there is no H3_DATAGRAM' : `H3_DATAGRAM is ${setting}`
    if (bytes > 0n) return observed(`${without}, although QUIC announces ${parameter}`)
    return pass(`${without}, and QUIC announces ${parameter}`)
  },
  silence: {setting: null, limit: null, known: false},
  faults: {
    'setting-without-parameter': {wire: {quic: {datagrams: false}}},
    'parameter-without-setting': honest => ({
      wire: {settings: random => honest.wire.settings(random).filter(({id}) => id !== 0x33n)},
    }),
  },
})
