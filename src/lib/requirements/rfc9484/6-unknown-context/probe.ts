import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {writeContext} from '../../../wire/http-datagram.js'
import * as varint from '../../../wire/varint.js'
import requirement from './requirement.js'

/** Never registered by anybody: of each width, ours to give (even) and the proxy's (odd). */
const UNKNOWN = [2n, 3n, 62n, 16_384n, varint.MAX - 1n]
const PAYLOAD_BYTES = 24

interface Seen {
  readonly before: boolean
  readonly after: boolean
  /** Context IDs whose packets reached the target; null: nobody was there to be asked. */
  readonly leaked: readonly string[] | null
  readonly ending: EndingSeen | null
}

/** Dropping and holding look alike from outside, so the silence is framed by two echoes. */
export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const before = await echoes(tunnel, signal)
    const strays: {readonly contextId: bigint; readonly payload: Uint8Array}[] = []
    for (const contextId of UNKNOWN) {
      const payload = rig.random.bytes(PAYLOAD_BYTES)
      const packet = await tunnel.udpPacket(payload, signal)
      if (!packet) break
      await tunnel.datagram(writeContext(contextId, packet))
      strays.push({contextId, payload})
    }
    const after = await echoes(tunnel, signal)
    const arrived = await Promise.all(strays.map(({payload}) => tunnel.arrived(payload, signal)))
    const isTold = strays.length === UNKNOWN.length && !arrived.includes(undefined)
    const leaked = strays.filter((_, at) => arrived[at] === true).map(({contextId}) => String(contextId))
    return {before, after, leaked: isTold || leaked.length > 0 ? leaked : null, ending: tunnel.ending()}
  },
  judge({before, after, leaked, ending}) {
    if (!before) return inconclusive('no packet crossed the tunnel even in context 0')
    if (leaked && leaked.length > 0) {
      return fail('the datagram goes no further', `its packet reached the target (Context ID ${leaked.join(', ')})`)
    }
    if (ending?.by === 'peer') return fail('the tunnel stays open', `the proxy ended it: ${ending.detail}`)
    if (!after) return inconclusive('context 0 fell silent afterwards, which loss alone can explain')
    if (!leaked) return inconclusive('the tunnel went on working, but nobody could be asked what reached the target')
    return pass('the stray packets vanished and the tunnel went on working')
  },
  silence: {before: false, after: false, leaked: null, ending: null},
  faults: {
    'forwards-it': {tunnel: {onUnknownContext: () => 'forward'}},
    'closes-the-tunnel': {tunnel: {onUnknownContext: () => 'close'}},
  },
})
