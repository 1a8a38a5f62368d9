import {defineProbe} from '../../../spec/probe.js'
import type {Arrival} from '../../../spec/tunnel-rig.js'
import {concern, fail, inconclusive, pass} from '../../../spec/verdict.js'
import {readContext} from '../../../stimuli/arrivals.js'
import requirement from './requirement.js'

/** COMPRESSION_ASSIGN of draft-ietf-masque-connect-udp-listen: the capsule that allocates a Context ID. */
const ASSIGN = 0x11n
const ECHOES = 3

interface Seen {
  /** How many datagrams in context 0 are known to have come. */
  readonly inContextZero: number
  /** Other Context IDs that datagrams came in. */
  readonly others: readonly string[]
  /** Context IDs that the proxy allocated, in order. */
  readonly registered: readonly string[]
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openUdp(signal)
    for (let count = 0; count < ECHOES; count++) await tunnel.echo(signal)
    const contexts = tunnel.arrivals.flatMap(arrival => (arrival.kind === 'datagram' ? idOf(arrival.bytes) : []))
    return {
      inContextZero: tunnel.talk.answers + contexts.filter(id => id === 0n).length,
      others: [...new Set(contexts.filter(id => id !== 0n))].map(String),
      registered: tunnel.arrivals.flatMap(allocated).map(String),
    }
  },
  judge({inContextZero, others, registered}) {
    const wrong = registered.find(id => BigInt(id) % 2n === 0n)
    if (wrong !== undefined) return fail('a proxy allocates odd Context IDs', `it registered ${wrong}`)
    const twice = registered.find((id, at) => registered.indexOf(id) < at)
    if (twice !== undefined) return fail('a Context ID is allocated once in a request', `it registered ${twice} twice`)
    const unannounced = others.filter(id => !registered.includes(id))
    if (unannounced.length > 0) {
      return concern(`datagrams came in context ${unannounced.join(', ')}, although no extension was negotiated`)
    }
    if (inContextZero + others.length + registered.length === 0)
      return inconclusive('no datagram and no registration came')
    if (registered.length > 0) return pass(`the proxy registered ${registered.join(', ')}: odd, and each once`)
    return pass(`${inContextZero} datagrams came, all in context 0`)
  },
  silence: {inContextZero: 0, others: [], registered: []},
  faults: {
    'sends-in-a-context-of-the-client': {tunnel: {downContext: 2n}},
    'sends-in-a-context-it-never-registered': {tunnel: {downContext: 1n}},
    'registers-an-even-one': {tunnel: {greeting: [{type: ASSIGN, value: Uint8Array.of(2, 0)}]}},
    'registers-one-twice': {
      tunnel: {greeting: [1, 1].map(id => ({type: ASSIGN, value: Uint8Array.of(id, 0)}))},
    },
  },
})

function idOf(bytes: Uint8Array): readonly bigint[] {
  const read = readContext(bytes)
  return read ? [read.contextId] : []
}

function allocated(arrival: Arrival): readonly bigint[] {
  return arrival.kind === 'capsule' && arrival.type === ASSIGN ? idOf(arrival.value) : []
}
