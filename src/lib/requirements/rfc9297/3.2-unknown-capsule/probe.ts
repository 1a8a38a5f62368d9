import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {meaningOfTrials, NO_TRIALS, tryCapsules, type CapsuleTrials} from '../../../stimuli/capsule-trials.js'
import {DATAGRAM} from '../../../wire/capsule.js'
import requirement from './requirement.js'

/** Of the form 0x29 * N + 0x17, which are reserved for this, and some that nobody has registered. */
const RESERVED = [0x17n, 0x40n, 0x69n]
const UNASSIGNED = [0x2fe3n, 0x0123_4567n, 0x0bad_cafe_f00d_1234n]
const LENGTHS = [0, 10, 5000]

export default defineProbe<CapsuleTrials>({
  requirement,
  provokes: true,
  observe: (rig, signal) =>
    tryCapsules(
      rig,
      async tunnel => {
        for (const type of [...RESERVED, ...UNASSIGNED]) {
          for (const length of LENGTHS) await tunnel.capsule(type, rig.random.bytes(length))
        }
      },
      signal,
    ),
  judge(seen) {
    const mean = meaningOfTrials(seen)
    switch (mean.kind) {
      case 'unknown':
        return inconclusive(mean.why)
      case 'ended':
        return fail('the tunnel stays open', `it ended behind capsules of unknown type: ${mean.detail}`)
      case 'silent':
        return fail(
          'the next capsule takes effect',
          `behind capsules of unknown type no echo came back on ${mean.times} tunnels, and without them it did`,
        )
      case 'went-on':
        return pass('capsules of unknown type were skipped, and echoes behind them came back')
    }
  },
  silence: NO_TRIALS,
  faults: {
    'gives-the-stream-up': {tunnel: {reading: {onCapsule: type => (type === DATAGRAM ? 'read' : 'abort')}}},
    'ends-it-in-order': {tunnel: {reading: {onCapsule: type => (type === DATAGRAM ? 'read' : 'finish')}}},
    'reads-no-further': {tunnel: {reading: {onCapsule: type => (type === DATAGRAM ? 'read' : 'deafen')}}},
    'knows-the-reserved-ones-only': {
      tunnel: {reading: {onCapsule: type => (type === DATAGRAM || RESERVED.includes(type) ? 'read' : 'abort')}},
    },
    'chokes-on-long-ones': {
      tunnel: {reading: {onCapsule: (type, length) => (type !== DATAGRAM && length > 4096n ? 'abort' : 'read')}},
    },
  },
})
