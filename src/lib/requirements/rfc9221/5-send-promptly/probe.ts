import {defineProbe} from '../../../spec/probe.js'
import type {ConnectOptions, Rig} from '../../../spec/rig.js'
import type {UdpRig} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import {echoTime, ENOUGH_ECHOES, medianOf, ms, TOLERATED_MS, unevenness} from '../../../stimuli/echo-times.js'
import * as settings from '../../../wire/h3-settings.js'
import requirement from './requirement.js'

/** Of each kind: two of them may end at different hosts, and that is no delay of the proxy's. */
const CONNECTIONS = 3
const ECHOES = 8
const MAX_ROUNDS = 3 * ECHOES
/** We take no DATAGRAM frames: answers come in capsules. */
const WITHOUT_FRAMES: ConnectOptions = {
  settings: [{id: settings.ENABLE_CONNECT_PROTOCOL, value: 1n}],
  quic: {datagrams: false},
}

/** By the fault: more than busy machines take. */
const HELD_MS = 250

interface Lane {
  /** How answers came, in a word: `frame`, `capsule`, `frame and capsule`. */
  readonly by: string
  /** Round trips in milliseconds. */
  readonly times: readonly number[]
}

interface Seen {
  readonly framed: readonly Lane[]
  readonly plain: readonly Lane[]
}

export default defineProbe<Seen>({
  requirement,
  // It breaks no rule, but Envoy 1.40 dies of a tunnel of a client that has not announced H3_DATAGRAM.
  provokes: true,
  async observe(rig, signal) {
    const lanes: {readonly framed: Lane[]; readonly plain: Lane[]} = {framed: [], plain: []}
    for (let count = 0; count < CONNECTIONS; count++) {
      const {framed, plain} = await pair(rig, signal)
      lanes.framed.push(framed)
      lanes.plain.push(plain)
      if (framed.times.length === 0 || plain.times.length === 0 || framed.by === 'capsule') break
    }
    return lanes
  },
  judge({framed, plain}) {
    const answered = framed.filter(({times}) => times.length > 0)
    if (answered.length > 0 && answered.every(({by}) => by === 'capsule')) {
      return notApplicable('the proxy answers in capsules also on a connection with DATAGRAM frames')
    }
    const isAsAgreed = framed.every(({by}) => by === 'frame') && plain.every(({by}) => by === 'capsule')
    const [frames, capsules] = [framed.flatMap(({times}) => times), plain.flatMap(({times}) => times)]
    if (!isAsAgreed || frames.length < ENOUGH_ECHOES || capsules.length < ENOUGH_ECHOES) {
      return inconclusive(
        `${frames.length} answers came on connections with DATAGRAM frames and ${capsules.length} on those without, or not all as agreed: nothing to compare`,
      )
    }
    const medians = plain.filter(({times}) => times.length > 0).map(({times}) => medianOf(times))
    const [fastest, usual] = [Math.min(...frames), Math.max(...medians)]
    const compared = `the fastest of ${frames.length} echoes answered in a frame took ${ms(fastest)}; of ${capsules.length} answered in a capsule the middle one took ${ms(usual)}, on the slowest of ${medians.length} connections`
    if (fastest <= usual + TOLERATED_MS) {
      const uneven = unevenness(capsules, usual)
      return uneven === undefined ? pass(compared) : inconclusive(uneven)
    }
    return fail(`what goes in frames leaves as soon as what goes in capsules, but for ${TOLERATED_MS} ms`, compared)
  },
  silence: {framed: [], plain: []},
  faults: {
    'holds-what-goes-in-frames': {
      tunnel: {holdsMs: (towards, carrier) => (towards === 'client' && carrier === 'frame' ? HELD_MS : 0)},
    },
  },
})

/** By turns, so that both see the same path. All questions go in capsules. */
async function pair(rig: Rig, signal: AbortSignal): Promise<{readonly framed: Lane; readonly plain: Lane}> {
  const lanes = [await lane(rig, signal), await lane(rig, signal, WITHOUT_FRAMES)] as const
  for (let round = 0; round < MAX_ROUNDS && lanes.some(({times}) => times.length < ECHOES); round++) {
    for (const {udp, times} of lanes) {
      if (times.length >= ECHOES) continue
      const time = await echoTime(rig, udp, 'capsule', signal)
      if (time !== undefined) times.push(time)
    }
    if (round >= ECHOES && lanes.some(({times}) => times.length === 0)) break
  }
  const [framed, plain] = lanes
  return {framed: facts(framed), plain: facts(plain)}
}

interface OpenLane {
  readonly udp: UdpRig
  readonly times: number[]
}

async function lane(rig: Rig, signal: AbortSignal, options?: ConnectOptions): Promise<OpenLane> {
  const connection = await rig.connect(signal, options)
  const udp = await connection.openUdp(signal)
  // The first answer may be a question.
  await udp.echo(signal, {carrier: 'capsule'})
  return {udp, times: []}
}

function facts({udp, times}: OpenLane): Lane {
  return {by: [...udp.answeredBy].toSorted().reverse().join(' and '), times}
}
