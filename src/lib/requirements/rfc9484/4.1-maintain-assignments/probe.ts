import {defineProbe} from '../../../spec/probe.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import {fail, pass} from '../../../spec/verdict.js'
import {echoes} from '../../../stimuli/ip-addresses.js'
import {live, NO_LIFE, whyUnclear, type Life} from '../../../stimuli/ip-life.js'
import requirement from './requirement.js'

const KEPT_MS = 600_000
const ECHO_EVERY_MS = 15_000

interface Seen extends Life {
  /** The address was no longer in the last ADDRESS_ASSIGN, or the target in no route any more. */
  readonly isWithdrawn: boolean
}

/** A withdrawal that was said is legal: what counts is what the proxy said last. */
function lists(tunnel: IpRig): string {
  const {assignedToUs, routesOfPeer} = tunnel.ip.state
  return JSON.stringify([assignedToUs.map(({address}) => address), routesOfPeer])
}

export default defineProbe<Seen>({
  requirement,
  waitsMs: KEPT_MS,
  async observe(rig, signal) {
    let isWithdrawn = false
    const life = await live(
      rig,
      async tunnel => {
        const until = rig.clock.now() + KEPT_MS
        const [known, capsules] = [lists(tunnel), tunnel.arrivals.length]
        while (rig.clock.now() < until && tunnel.ending() === null) {
          await tunnel.ended(signal, ECHO_EVERY_MS)
          if (tunnel.ending() === null) await echoes(tunnel, signal, {attempts: 1})
        }
        isWithdrawn = tunnel.arrivals.length > capsules && lists(tunnel) !== known
      },
      signal,
    )
    return {...life, isWithdrawn}
  },
  judge(seen) {
    const unclear = whyUnclear(seen)
    if (unclear) return unclear
    const after = `after ${Math.round(seen.stoodMs / 1000)} s`
    if (seen.ending) return pass(`the proxy closed the stream ${after}: ${seen.ending.detail}`)
    if (seen.after) return pass(`the assigned address still worked ${after}`)
    if (seen.isWithdrawn)
      return pass(`the address or its routes were withdrawn by a capsule, and nothing crossed the tunnel ${after}`)
    return fail(
      'what was assigned works as long as the stream is open',
      `${after} nothing crossed the tunnel, nothing had been withdrawn, its stream was open, and a new tunnel carried`,
    )
  },
  silence: {...NO_LIFE, isWithdrawn: false},
  faults: {
    'lets-leases-run-out': {ip: {addresses: {leaseMs: 120_000}}},
  },
})
