import {defineProbe} from '../../../spec/probe.js'
import {Obstacle, type Rig} from '../../../spec/rig.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {meaningOfTrials, tryCapsules, type CapsuleTrials, type TrialsMean} from '../../../stimuli/capsule-trials.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {DATAGRAM} from '../../../wire/capsule.js'
import requirement from './requirement.js'

/** Registered by nobody. */
const UNKNOWN = 0x2fe3n
const ADDRESS_ASSIGN = 0x01n
const EMPTY = new Uint8Array(0)
/** Of which nothing is asked where there are no tunnels for IP. */
const ASSIGN = 'an empty ADDRESS_ASSIGN'

interface Seen {
  readonly datagram: CapsuleTrials | null
  readonly unknown: CapsuleTrials | null
  /** Of an IP tunnel; null: there was none. */
  readonly assign: {readonly before: boolean; readonly after: boolean; readonly ending: EndingSeen | null} | null
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const unknown = await tryCapsules(rig, tunnel => tunnel.capsule(UNKNOWN, EMPTY), signal)
    const datagram = await tryCapsules(rig, tunnel => tunnel.capsule(DATAGRAM, EMPTY), signal)
    return {datagram, unknown, assign: await tryAssign(rig, signal)}
  },
  judge({datagram, unknown, assign}) {
    const found = [
      {what: 'an empty DATAGRAM capsule', mean: datagram && meaningOfTrials(datagram)},
      {what: 'an empty capsule of unknown type', mean: unknown && meaningOfTrials(unknown)},
      {what: ASSIGN, mean: assign && meaningOfTrials({trials: [assign], control: false})},
    ].flatMap(({what, mean}) => (mean ? [{what, mean}] : []))
    const other = found.flatMap(({what, mean}) =>
      mean.kind === 'ended' || mean.kind === 'silent' ? [`${what}: ${inWords(mean)}`] : [],
    )
    const fine = found.filter(({mean}) => mean.kind === 'went-on').map(({what}) => what)
    if (other.length > 0) return observed(other.join('; '))
    const [lost] = found.flatMap(({what, mean}) =>
      mean.kind === 'unknown' && what !== ASSIGN ? [`${what}: ${inWords(mean)}`] : [],
    )
    if (lost !== undefined) return inconclusive(lost)
    if (fine.length === 0) return inconclusive('nothing could be sent')
    return pass(`the tunnel went on behind ${fine.join(' and ')}`)
  },
  silence: {datagram: null, unknown: null, assign: null},
  faults: {
    'takes-none-for-the-end': {tunnel: {reading: {onCapsule: (_, length) => (length === 0n ? 'finish' : 'read')}}},
    'wants-a-context': {
      tunnel: {reading: {onCapsule: (type, length) => (type === DATAGRAM && length === 0n ? 'abort' : 'read')}},
    },
    'reads-no-further': {tunnel: {reading: {onCapsule: (_, length) => (length === 0n ? 'deafen' : 'read')}}},
  },
})

async function tryAssign(rig: Rig, signal: AbortSignal): Promise<Seen['assign']> {
  try {
    await using connection = await rig.connect(signal)
    await using tunnel = await connection.openIp(signal)
    const before = (await tunnel.ready(signal)).length > 0 && (await echoes(tunnel, signal))
    await tunnel.capsule(ADDRESS_ASSIGN, EMPTY)
    return {before, after: before && (await echoes(tunnel, signal)), ending: tunnel.ending()}
  } catch (error) {
    // CONNECT-IP is not offered, or not to us.
    if (error instanceof Obstacle) return null
    throw error
  }
}

function inWords(mean: Exclude<TrialsMean, {kind: 'went-on'}>): string {
  switch (mean.kind) {
    case 'ended':
      return `the tunnel ended, ${mean.detail}`
    case 'silent':
      return `no echo came back behind it on ${mean.times} tunnels`
    case 'unknown':
      return mean.why
  }
}
