import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {toHex} from '../../../wire/bytes.js'
import {Cursor} from '../../../wire/cursor.js'
import {WireError} from '../../../wire/error.js'
import * as varint from '../../../wire/varint.js'
import requirement from './requirement.js'

interface Seen {
  readonly echoed: boolean
  /** The beginnings of what came in context 0 and is no IP packet, in hex. */
  readonly strange: readonly string[]
  /** Context IDs that the proxy gave out, in order. */
  readonly allocated: readonly string[]
}

/** COMPRESSION_ASSIGN: its value begins with the Context ID that the sender gives out. */
const ASSIGN = 0x11n
const SHOWN_BYTES = 8
const MAX_SHOWN = 8

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const echoed = await echoes(tunnel, signal)
    return {echoed, strange: strangers(tunnel), allocated: allocations(tunnel)}
  },
  judge({echoed, strange, allocated}) {
    const [first] = strange
    if (first !== undefined)
      return fail('context 0 carries IP packets', `something else came in it, beginning with 0x${first}`)
    const even = allocated.find(id => BigInt(id) % 2n === 0n)
    if (even !== undefined) return fail('a proxy gives out odd Context IDs', `it gave out ${even}`)
    const again = allocated.find((id, at) => allocated.indexOf(id) !== at)
    if (again !== undefined) return fail('a Context ID is given out once', `${again} was given out again`)
    if (!echoed) return inconclusive('no echo crossed the tunnel in context 0')
    const given = allocated.length === 0 ? 'none was given out besides' : `given out: ${allocated.join(', ')}`
    return pass(`context 0 carries IP packets; ${given}`)
  },
  silence: {echoed: false, strange: [], allocated: []},
  faults: {
    'gives-out-an-even-one': {ip: {session: {extensions: when => assigns(when, [2])}}},
    'gives-one-out-twice': {ip: {session: {extensions: when => assigns(when, [3, 5, 3])}}},
    'sends-something-else-in-context-0': {ip: {packets: {unasked: () => [Uint8Array.of(0x33, 0x33, 0, 1)]}}},
  },
})

function strangers({arrivals}: IpRig): readonly string[] {
  const found = arrivals.flatMap(arrival => {
    if (arrival.kind !== 'datagram' || arrival.bytes[0] !== 0) return []
    const payload = arrival.bytes.subarray(1)
    const version = (payload[0] ?? 0) >> 4
    return version === 4 || version === 6 ? [] : [toHex(payload.subarray(0, SHOWN_BYTES))]
  })
  return found.slice(0, MAX_SHOWN)
}

function allocations({arrivals}: IpRig): readonly string[] {
  return arrivals.flatMap(arrival => {
    if (arrival.kind !== 'capsule' || arrival.type !== ASSIGN) return []
    try {
      return [String(varint.read(new Cursor(arrival.value)).value)]
    } catch (error) {
      if (error instanceof WireError) return []
      throw error
    }
  })
}

function assigns(when: string, ids: readonly number[]) {
  return when === 'before-addresses' ? ids.map(id => ({type: ASSIGN, value: Uint8Array.of(id, 0)})) : []
}
