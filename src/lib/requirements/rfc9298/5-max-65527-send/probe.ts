import {defineProbe} from '../../../spec/probe.js'
import type {Arrival} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {readContext} from '../../../stimuli/arrivals.js'
import * as capsule from '../../../wire/capsule.js'
import {MAX_UDP_PAYLOAD} from '../../../wire/http-datagram.js'
import requirement from './requirement.js'

const SIZES = [160, 600, 1100]

interface Seen {
  /** Datagrams in context 0 that came. */
  readonly datagrams: number
  /** Octets of the longest payload among them. */
  readonly largestBytes: number
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openUdp(signal)
    const came = [0]
    for (const bytes of SIZES) if (await tunnel.echo(signal, {bytes})) came.push(bytes)
    const strange = tunnel.arrivals.flatMap(payloadBytes)
    return {
      datagrams: tunnel.talk.answers + strange.length,
      largestBytes: Math.max(...came, ...strange),
    }
  },
  judge({datagrams, largestBytes}) {
    if (datagrams === 0) return inconclusive('no datagram came')
    if (largestBytes > MAX_UDP_PAYLOAD) {
      return fail(`at most ${MAX_UDP_PAYLOAD} octets of payload`, `a payload of ${largestBytes} octets came`)
    }
    return pass(`${datagrams} datagrams came, of at most ${largestBytes} octets of payload`)
  },
  silence: {datagrams: 0, largestBytes: 0},
  faults: {
    'sends-one-octet-more': {
      tunnel: {greeting: [{type: capsule.DATAGRAM, value: new Uint8Array(1 + MAX_UDP_PAYLOAD + 1)}]},
    },
    'sends-twice-as-much': {
      tunnel: {greeting: [{type: capsule.DATAGRAM, value: new Uint8Array(2 * MAX_UDP_PAYLOAD)}]},
    },
  },
})

/** In context 0; of a capsule too large to keep, its beginning tells the context. */
function payloadBytes(arrival: Arrival): readonly number[] {
  if (arrival.kind === 'capsule' && arrival.type !== capsule.DATAGRAM) return []
  const head = arrival.kind === 'datagram' ? arrival.bytes : arrival.value
  const read = readContext(head)
  if (read?.contextId !== 0n) return []
  const width = head.length - read.rest.length
  return [(arrival.kind === 'datagram' ? head.length : Number(arrival.length)) - width]
}
