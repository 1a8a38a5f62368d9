import {defineProbe} from '../../../spec/probe.js'
import {fail, pass} from '../../../spec/verdict.js'
import {echoes} from '../../../stimuli/ip-addresses.js'
import {live, NO_LIFE, whyUnclear, type Life} from '../../../stimuli/ip-life.js'
import requirement from './requirement.js'

/** Nothing says how long a proxy waits: this is longer than most do. */
const IDLE_MS = 310_000
/** Where tunnels share a connection, a neighbour keeps that up: what idles is this tunnel alone. */
const KEEP_EVERY_MS = 10_000

const minutes = (ms: number): string => `${Math.round(ms / 6000) / 10} minutes`

export default defineProbe<Life>({
  requirement,
  waitsMs: IDLE_MS,
  observe: (rig, signal) =>
    live(
      rig,
      async (tunnel, connection) => {
        const until = rig.clock.now() + IDLE_MS
        const neighbour = await connection.openIp(signal)
        while (tunnel.ending() === null && rig.clock.now() < until) {
          await tunnel.ended(signal, Math.min(KEEP_EVERY_MS, until - rig.clock.now()))
          await echoes(neighbour, signal, {attempts: 1})
        }
        await neighbour[Symbol.asyncDispose]()
      },
      signal,
    ),
  judge(seen) {
    const unclear = whyUnclear(seen)
    if (unclear) return unclear
    if (seen.ending)
      return pass(`the proxy closed the stream after ${minutes(seen.stoodMs)} without a packet: ${seen.ending.detail}`)
    if (seen.after) return pass(`the tunnel still carried after ${minutes(seen.stoodMs)} without a packet`)
    return fail(
      'the stream is closed with the tunnel',
      `after ${minutes(seen.stoodMs)} without a packet nothing crossed the tunnel, its stream was open, and a new tunnel carried`,
    )
  },
  silence: NO_LIFE,
  faults: {
    'forgets-the-stream': {ip: {session: {onIdle: () => 'forget'}}},
    'forgets-it-soon': {ip: {session: {idleTimeoutMs: 30_000, onIdle: () => 'forget'}}},
  },
})
