import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {echoes} from '../../../stimuli/ip-addresses.js'
import requirement from './requirement.js'

/** What does not come at once is waited for so long. */
const LATE_MS = 15_000

interface Seen {
  readonly addresses: readonly string[]
  readonly routes: number
  /** ICMP to the target. */
  readonly echoed: boolean
  /** A UDP packet reached the responder; null: it does not say. */
  readonly arrived: boolean | null
  /** An assignment or a route may have been on its way. */
  readonly waitedMs: number
}

const PAYLOAD_BYTES = 64

export default defineProbe<Seen>({
  requirement,
  waitsMs: LATE_MS,
  async observe(rig, signal) {
    const began = rig.clock.now()
    const tunnel = await rig.openIp(signal)
    await tunnel.ready(signal)
    const assigned = (): readonly string[] => tunnel.ip.state.assignedToUs.map(({address}) => address)
    await rig.until(() => assigned().length > 0 || tunnel.ending() !== null, LATE_MS, signal)
    const echoed = await echoes(tunnel, signal)
    const payload = rig.random.bytes(PAYLOAD_BYTES)
    const packet = await tunnel.udpPacket(payload, signal)
    if (packet) await tunnel.send(packet)
    const arrived = packet ? ((await tunnel.arrived(payload, signal)) ?? null) : null
    const waitedMs = Math.round(rig.clock.now() - began)
    return {addresses: assigned(), routes: tunnel.ip.state.routesOfPeer.length, echoed, arrived, waitedMs}
  },
  judge({addresses, routes, echoed, arrived, waitedMs}) {
    const given = `${addresses.length} addresses and ${routes} routes`
    if (echoed)
      return pass(`with ${given} an ICMP echo came back through the tunnel${arrived ? ', and UDP arrived' : ''}`)
    if (arrived) return pass(`with ${given} a UDP packet reached the responder through the tunnel`)
    if (addresses.length > 0)
      return inconclusive(`${given} came, and no echo: the target may be out of the proxy's reach`)
    if (waitedMs < LATE_MS) return inconclusive('the tunnel ended before anything could be said of it')
    return observed(
      `within ${LATE_MS / 1000} s after the success ${given} came, and nothing could be sent: they may be configured elsewhere`,
    )
  },
  silence: {addresses: [], routes: 0, echoed: false, arrived: null, waitedMs: 0},
  faults: {
    'gives-no-address': {
      ip: {addresses: {onOpen: () => [], onRequest: () => 'ignore'}, routes: {advertise: () => undefined}},
    },
  },
})
