import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {LONG_MS, TRIES, tryLongCapsule, type LongTrial} from '../../../stimuli/long-capsule.js'
import requirement from './requirement.js'

/** Registered by nobody. */
const UNKNOWN = 0x2fe3n

interface Seen {
  readonly trials: readonly LongTrial[]
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  waitsMs: LONG_MS,
  async observe(rig, signal) {
    return {trials: await tryLongCapsule(rig, {type: UNKNOWN, begins: new Uint8Array(0)}, signal)}
  },
  judge({trials}) {
    const last = trials.at(-1)
    if (!last?.before) return inconclusive('no echo in a capsule came back before')
    if (last.stalledMs === null) {
      if (last.left < last.wanted || last.ending) {
        return inconclusive(`the tunnel ended under a long capsule: ${last.ending?.detail ?? 'it took no more'}`)
      }
      return pass(`a capsule of ${last.wanted} octets, more than the window, was taken as it came`)
    }
    if (!trials.every(({alive}) => alive)) return inconclusive('the stream stalled, and so did the whole connection')
    if (trials.length < TRIES) return inconclusive(`the stream stalled ${trials.length} times only`)
    return fail(
      'credit is granted while a capsule is under way',
      `${trials.length} times a stream took ${last.left} octets of a capsule of ${last.wanted} and then none for ${last.stalledMs / 1000} s`,
    )
  },
  silence: {trials: []},
  faults: {
    'collects-it-first': {tunnel: {reading: {onCapsule: (_, length) => (length > 4096n ? 'stall' : 'read')}}},
  },
})
