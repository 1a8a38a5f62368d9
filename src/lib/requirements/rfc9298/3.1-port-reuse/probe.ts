import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {UdpRig} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, observed} from '../../../spec/verdict.js'
import {payloadsOf} from '../../../stimuli/arrivals.js'
import requirement from './requirement.js'

const TUNNELS = 30
/** Their answers are under way when their tunnel is closed. */
const LATE = 5

interface Seen {
  /** Ports in order of the tunnels; null: not known. */
  readonly ports: readonly (number | null)[]
  /** Answers to one tunnel that came out of a later one. */
  readonly late: number
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const connection = await rig.connection(signal)
    const ports: (number | null)[] = []
    const former: UdpRig[] = []
    let late = 0
    for (let count = 0; count < TUNNELS; count++) {
      await using tunnel = await connection.openUdp(signal)
      ports.push(await portOf(rig, tunnel, signal))
      await askInParting(tunnel)
      late += payloadsOf(tunnel.arrivals).filter(payload => former.some(({talk}) => talk.hears(payload))).length
      former.push(tunnel)
    }
    return {ports, late}
  },
  judge({ports, late}) {
    const known = ports.filter(port => port !== null)
    if (known.length < 2) return inconclusive('the target did not say from which ports the tunnels came')
    if (late > 0) {
      return fail(
        'late answers to a closed tunnel reach nobody',
        `${late} answers to closed tunnels came out of a later one to the same target`,
      )
    }
    const spread = `${known.length} tunnels in turn came from ports ${Math.min(...known)} to ${Math.max(...known)}`
    const distance = soonest(known)
    if (distance === undefined) return observed(`${spread}, and no port came up twice`)
    return observed(
      `${spread}; a port came up again ${distance === 1 ? 'with the next tunnel' : `after ${distance} tunnels`}, and no late answer was seen to cross`,
    )
  },
  silence: {ports: [], late: 0},
  faults: {
    'gives-the-port-to-the-next': {egress: {localPort: closed => closed.at(-1) ?? 0}},
    'gives-the-port-away-soon': {egress: {localPort: closed => closed.at(-8) ?? 0}},
  },
})

async function portOf(rig: Rig, tunnel: UdpRig, signal: AbortSignal): Promise<number | null> {
  const question = tunnel.talk.question()
  if (question) await tunnel.send(question)
  await rig.until(() => tunnel.talk.answers > 0, rig.patienceMs / 2, signal)
  const source = tunnel.talk.answers > 0 ? await tunnel.egress(signal) : undefined
  const port = /:(\d+)$/.exec(source ?? '')?.[1]
  return port === undefined ? null : Number(port)
}

async function askInParting(tunnel: UdpRig): Promise<void> {
  for (let count = 0; count < LATE; count++) {
    const question = tunnel.talk.question()
    if (question) await tunnel.send(question)
  }
}

/** From a port to its next use, in tunnels. */
function soonest(ports: readonly number[]): number | undefined {
  const distances = ports.flatMap((port, at) => {
    const next = ports.indexOf(port, at + 1)
    return next < 0 ? [] : [next - at]
  })
  return distances.length === 0 ? undefined : Math.min(...distances)
}
