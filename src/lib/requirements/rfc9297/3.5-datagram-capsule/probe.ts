import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

const TUNNELS = 3

interface Tried {
  /** Echoes in capsules came back. */
  readonly capsule: boolean
  /** Echoes in DATAGRAM frames on the same tunnel; null: there are none. */
  readonly frame: boolean | null
  /** How many questions in capsules reached the target; null: it does not say, or is out of our own reach. */
  readonly reached: number | null
  /** Afterwards another request on the connection was answered. */
  readonly alive: boolean
}

interface Seen {
  readonly tunnels: readonly Tried[]
  readonly answeredBy: readonly string[]
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnels: Tried[] = []
    const answeredBy = new Set<string>()
    for (let count = 0; count < TUNNELS; count++) {
      const tried = await tryOnce(rig, answeredBy, signal)
      tunnels.push(tried)
      if (tried.capsule) break
    }
    return {tunnels, answeredBy: [...answeredBy]}
  },
  judge({tunnels, answeredBy}, {http}) {
    if (tunnels.some(({capsule}) => capsule)) {
      return pass(`an echo in a DATAGRAM capsule came back${http === '3' ? ` in a ${answeredBy.join(' and a ')}` : ''}`)
    }
    if (tunnels.length < TUNNELS) return inconclusive('no tunnel was open long enough')
    if (tunnels.some(({alive}) => !alive))
      return inconclusive('afterwards the connection carried no other request either')
    if (tunnels.some(({reached}) => reached !== null && reached > 0)) {
      return inconclusive('questions in capsules reached the target, and no answer came back')
    }
    const words = `on ${TUNNELS} tunnels nothing in a DATAGRAM capsule reached the target`
    const expected = 'what is in a DATAGRAM capsule goes on to the target'
    if (tunnels.some(({frame}) => frame !== null)) {
      if (tunnels.every(({frame}) => frame === true)) return fail(expected, `${words}, and what was in frames did`)
      return inconclusive('no echo came back, neither in capsules nor in DATAGRAM frames')
    }
    if (tunnels.some(({reached}) => reached === null)) return inconclusive('the target does not say what reached it')
    return fail(expected, `${words}, which is there and within our own reach`)
  },
  silence: {tunnels: [], answeredBy: []},
  faults: {
    'reads-no-capsules': {tunnel: {takes: carrier => carrier === 'frame'}},
  },
})

async function tryOnce(rig: Rig, answeredBy: Set<string>, signal: AbortSignal): Promise<Tried> {
  await using tunnel = await rig.openUdp(signal)
  const capsule = await tunnel.echo(signal, {carrier: 'capsule'})
  for (const carrier of tunnel.answeredBy) answeredBy.add(carrier)
  if (capsule) return {capsule, frame: null, reached: null, alive: true}
  const reached = (await tunnel.talk.reached(signal)) ?? null
  const frame = tunnel.tunnel.maxPayloadBytes === undefined ? null : await tunnel.echo(signal, {carrier: 'frame'})
  const alive = (await rig.ask({}, signal)).kind === 'success'
  return {capsule, frame, reached, alive}
}
