import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import * as varint from '../../../wire/varint.js'
import {writeContext} from '../../../wire/http-datagram.js'
import requirement from './requirement.js'

/** Never registered by anybody: of each width, ours to give (even) and the proxy's (odd). */
const UNKNOWN = [2n, 3n, 62n, 16_384n, varint.MAX - 1n]
const STRAY_BYTES = 24

interface Seen {
  readonly before: boolean
  readonly after: boolean
  /** Context IDs whose payload reached the target, and those that did so with the Context ID still in front. */
  readonly leaked: readonly string[]
  readonly unparsed: readonly string[]
  readonly ending: EndingSeen | null
}

/**
 * Dropping and holding look alike from outside: nothing comes back. So the silence is framed by two echoes. The first
 * shows that the tunnel carries datagrams at all, the second that it still does.
 */
export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openUdp(signal)
    const before = await tunnel.echo(signal)
    const strays = UNKNOWN.map(contextId => ({contextId, payload: rig.random.bytes(STRAY_BYTES)}))
    for (const {contextId, payload} of strays) await tunnel.send(payload, {contextId})
    const after = await tunnel.echo(signal)
    const [leaked, unparsed]: [string[], string[]] = [[], []]
    for (const {contextId, payload} of strays) {
      if (await tunnel.arrived(payload, signal)) leaked.push(String(contextId))
      if (await tunnel.arrived(writeContext(contextId, payload), signal)) unparsed.push(String(contextId))
    }
    return {before, after, leaked, unparsed, ending: tunnel.ending()}
  },
  judge({before, after, leaked, unparsed, ending}) {
    if (!before) return inconclusive('no datagram crossed the tunnel even in context 0')
    if (unparsed.length > 0) {
      return fail(
        'the datagram goes no further',
        `it reached the target with its Context ID in front (${unparsed.join(', ')})`,
      )
    }
    if (leaked.length > 0) {
      return fail('the datagram goes no further', `its payload reached the target (Context ID ${leaked.join(', ')})`)
    }
    if (ending?.by === 'peer') return fail('the tunnel stays open', `the proxy ended it: ${ending.detail}`)
    if (!after) return inconclusive('context 0 fell silent afterwards, which loss alone can explain')
    return pass('the stray datagrams vanished and the tunnel went on working')
  },
  silence: {before: false, after: false, leaked: [], unparsed: [], ending: null},
  faults: {
    'forwards-it': {tunnel: {onUnknownContext: () => 'forward'}},
    'closes-the-tunnel': {tunnel: {onUnknownContext: () => 'close'}},
  },
})
