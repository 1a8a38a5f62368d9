import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {LONG_MS, TRIES, tryLongCapsule, type LongTrial} from '../../../stimuli/long-capsule.js'
import {DATAGRAM} from '../../../wire/capsule.js'
import requirement from './requirement.js'

/** Context 2: in context 0 so much would have to be an error. */
const CONTEXT = Uint8Array.of(2)
const ANNOUNCED = 1n << 40n

interface Seen {
  readonly trials: readonly LongTrial[]
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  waitsMs: LONG_MS,
  async observe(rig, signal) {
    return {trials: await tryLongCapsule(rig, {type: DATAGRAM, length: ANNOUNCED, begins: CONTEXT}, signal)}
  },
  judge({trials}) {
    const last = trials.at(-1)
    if (!last?.before) return inconclusive('no echo in a capsule came back before')
    if (last.ending?.by === 'network') return inconclusive(`the tunnel was lost: ${last.ending.detail}`)
    if (last.ending?.by === 'peer') return pass(`the proxy gave the stream up: ${last.ending.detail}`)
    if (last.stalledMs === null) {
      if (last.left < last.wanted) return inconclusive('the tunnel took no more, and it was not seen why')
      return pass(`${last.left} octets of a DATAGRAM capsule of 2^40 were taken as they came`)
    }
    if (!trials.every(({alive}) => alive)) return inconclusive('the stream stalled, and so did the whole connection')
    if (trials.length < TRIES) return inconclusive(`the stream stalled ${trials.length} times only`)
    return fail(
      'the stream is aborted, or what comes is discarded',
      `${trials.length} times a stream took ${last.left} octets of a DATAGRAM capsule of 2^40 and then none for ${last.stalledMs / 1000} s`,
    )
  },
  silence: {trials: []},
  faults: {
    'collects-it-first': {tunnel: {reading: {onCapsule: (_, length) => (length > 4096n ? 'stall' : 'read')}}},
  },
})
