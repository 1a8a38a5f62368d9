import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import {Obstacle, type Rig} from '../../../spec/rig.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface TunnelSeen {
  readonly addresses: readonly string[]
  readonly echoed: boolean
  /** From the beginning of its connection until packets crossed it. */
  readonly afterMs: number
}

interface Seen {
  readonly first: TunnelSeen | null
  /** On a new connection, while the old one was silent. */
  readonly second: TunnelSeen | null
  /** The first, when the second was there: it still works. */
  readonly firstAfter: boolean
  /** On one more, when the others had been closed. */
  readonly third: TunnelSeen | null
  /** Why the second or the third was not to be had. */
  readonly refusal: string | null
}

const NOTHING: Seen = {first: null, second: null, firstAfter: false, third: null, refusal: null}
/** Setting up may take so much longer than the first time, for all that a network does. */
const SLOWER = 4
const SLACK_MS = 500

/**
 * To the proxy, a connection that was lost looks like one that is silent: nobody told it. So the first one is simply left
 * alone while the client returns.
 */
export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const first = await open(rig, signal)
    const known = {...NOTHING, first: first.seen}
    try {
      const second = await open(rig, signal)
      const firstAfter = await echoes(first.tunnel, signal)
      await first.close()
      await second.close()
      const third = await open(rig, signal)
      return {...known, second: second.seen, firstAfter, third: third.seen}
    } catch (error) {
      if (!(error instanceof Obstacle)) throw error
      return {...known, refusal: error.message}
    }
  },
  judge({first, second, firstAfter, third, refusal}) {
    if (!first?.echoed) return inconclusive('the first tunnel carried no packets')
    if (refusal !== null) return inconclusive(`no tunnel could be had again: ${refusal}`)
    if (!second?.echoed) return inconclusive('the tunnel on a new connection carried no packets')
    const again = compare(first, second)
    const late = second.afterMs > SLOWER * first.afterMs + SLACK_MS
    const old = firstAfter ? 'the old tunnel went on working' : 'the old tunnel fell silent'
    const later = third?.echoed === true ? `; after a goodbye ${times(third)} and ${compare(first, third)}` : ''
    const because = `while an old connection was silent, packets flowed ${times(second)} and ${again}; ${old}${later}`
    if (late) return observed(`the return takes long (${times(first)} at first): ${because}`)
    return again === OTHER ? pass(because) : observed(because)
  },
  silence: NOTHING,
  faults: {
    'gives-the-address-of-the-old-tunnel': {ip: {addresses: {overlapping: true}}},
  },
})

const OTHER = 'with other addresses'

async function open(
  rig: Rig,
  signal: AbortSignal,
): Promise<{readonly tunnel: IpRig; readonly seen: TunnelSeen; close(): Promise<void>}> {
  const began = rig.clock.now()
  const connection = await rig.connect(signal)
  const tunnel = await connection.openIp(signal)
  const echoed = await echoes(tunnel, signal)
  const afterMs = Math.round(rig.clock.now() - began)
  const addresses = tunnel.ip.state.assignedToUs.map(({address}) => address)
  return {tunnel, seen: {addresses, echoed, afterMs}, close: async () => connection[Symbol.asyncDispose]()}
}

function compare(before: TunnelSeen, now: TunnelSeen): string {
  const same = now.addresses.filter(address => before.addresses.includes(address))
  if (same.length === 0) return OTHER
  return same.length === before.addresses.length
    ? 'with the same addresses'
    : `of the addresses ${same.join(', ')} again`
}

function times({afterMs}: TunnelSeen): string {
  return `after ${afterMs} ms`
}
