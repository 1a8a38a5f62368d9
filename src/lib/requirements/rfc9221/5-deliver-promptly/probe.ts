import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import {echoTime, ENOUGH_ECHOES, medianOf, ms, TOLERATED_MS, unevenness} from '../../../stimuli/echo-times.js'
import requirement from './requirement.js'

const MAX_ROUNDS = 2 * ENOUGH_ECHOES
/** Rounds in which a way that carries anything has carried something. */
const FIRST_ROUNDS = 8

/** By the fault: more than busy machines take. */
const HELD_MS = 250

interface Seen {
  /** How the tunnel carries datagrams by itself. */
  readonly carrier: string | null
  /** Round trips in milliseconds, by how the question went. */
  readonly frames: readonly number[]
  readonly capsules: readonly number[]
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const udp = await rig.openUdp(signal)
    const {carrier} = udp.tunnel
    const times = {frame: [] as number[], capsule: [] as number[]}
    const seen = {carrier, frames: times.frame, capsules: times.capsule}
    if (carrier !== 'frame' || !(await udp.echo(signal))) return seen
    for (let round = 0; round < MAX_ROUNDS; round++) {
      for (const way of ['frame', 'capsule'] as const) {
        if (times[way].length >= ENOUGH_ECHOES) continue
        const time = await echoTime(rig, udp, way, signal)
        if (time !== undefined) times[way].push(time)
      }
      const least = Math.min(times.frame.length, times.capsule.length)
      if (least >= ENOUGH_ECHOES || (least === 0 && round >= FIRST_ROUNDS)) break
    }
    return seen
  },
  judge({carrier, frames, capsules}) {
    if (carrier === null) return inconclusive('no tunnel was opened')
    if (carrier !== 'frame') return notApplicable('the tunnel carries its datagrams in capsules: there are no frames')
    if (frames.length < ENOUGH_ECHOES || capsules.length < ENOUGH_ECHOES) {
      return inconclusive(
        `${frames.length} questions in frames were answered and ${capsules.length} in capsules: too few to compare`,
      )
    }
    const [fastest, usual] = [Math.min(...frames), medianOf(capsules)]
    const compared = `the fastest of ${frames.length} echoes sent in a frame took ${ms(fastest)}, and of ${capsules.length} sent in a capsule the middle one ${ms(usual)}`
    if (fastest <= usual + TOLERATED_MS) {
      const uneven = unevenness(capsules, usual)
      return uneven === undefined ? pass(compared) : inconclusive(uneven)
    }
    return fail(`what comes in frames goes on as soon as what comes in capsules, but for ${TOLERATED_MS} ms`, compared)
  },
  silence: {carrier: null, frames: [], capsules: []},
  faults: {
    'holds-what-comes-in-frames': {
      tunnel: {holdsMs: (towards, carrier) => (towards === 'target' && carrier === 'frame' ? HELD_MS : 0)},
    },
  },
})
