import {successWith, withFields} from '../../../stimuli/faulty-response.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface Seen {
  /** Of the answer; null: no tunnel. */
  readonly status: number | null
  /** Fields of the answer whose names speak of compression, as they came. */
  readonly fields: readonly string[]
  /** Types of capsules that are no part of RFC 9297 or RFC 9484, but for those reserved to be ignored. */
  readonly capsules: readonly string[]
}

/** The drafts are young: their names change, and what they speak of does not. */
const TELLING = /compress|template|derived|checksum|optimise|optimize/i
const KNOWN = 3n
const MAX_FIELD = 200

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    // Whoever has something to announce does so before packets cross.
    await echoes(tunnel, signal)
    const {status, headers} = tunnel.response
    const fields = headers.filter(([name]) => TELLING.test(name))
    const types = tunnel.arrivals.flatMap(arrival =>
      arrival.kind === 'capsule' && arrival.type > KNOWN && !isReserved(arrival.type) ? [arrival.type] : [],
    )
    return {
      status,
      fields: fields.map(([name, value]) => `${name}: ${value}`.slice(0, MAX_FIELD)),
      capsules: [...new Set(types)].map(type => `0x${type.toString(16)}`),
    }
  },
  judge({status, fields, capsules}) {
    if (status === null) return inconclusive('there was no response to look at')
    if (fields.length > 0) return observed(`the response speaks of it: ${JSON.stringify(fields.join('; '))}`)
    if (capsules.length > 0) {
      return observed(`no field speaks of it, but capsules of an extension came (types ${capsules.join(', ')})`)
    }
    return pass('no compression of packets was announced, which is the normal case')
  },
  silence: {status: null, fields: [], capsules: []},
  faults: {
    'announces-it-in-a-field': successWith(withFields(['datagram-compression', '?1'])),
    'announces-it-in-a-capsule': {
      ip: {session: {extensions: when => (when === 'after-routes' ? [{type: 0x5ee0n, value: Uint8Array.of(1)}] : [])}},
    },
  },
})

/** 0x29 * N + 0x17 (RFC 9297 section 5.4). */
function isReserved(type: bigint): boolean {
  return type >= 0x17n && (type - 0x17n) % 0x29n === 0n
}
