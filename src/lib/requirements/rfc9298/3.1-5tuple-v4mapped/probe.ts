import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

const TAG_BYTES = 24
const ATTEMPTS = 15

interface Seen {
  /** Of the target: 4 or 6; null: it is a name. */
  readonly family: 4 | 6 | null
  readonly echoed: boolean
  /** The target knows this tunnel by an earlier question, and says whether a packet of its reached it; null: it does not say. */
  readonly arrived: boolean | null
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const kind = rig.place.target?.kind
    const family = kind === 'ipv4' ? 4 : kind === 'ipv6' ? 6 : null
    const tunnel = await rig.openUdp(signal)
    if (await tunnel.echo(signal, {attempts: ATTEMPTS})) return {family, echoed: true, arrived: null}
    const tag = rig.random.bytes(TAG_BYTES)
    for (let copy = 0; copy < 5; copy++) await tunnel.send(tag)
    const arrived = await tunnel.arrived(tag, signal, rig.patienceMs)
    return {family, echoed: false, arrived: arrived ?? null}
  },
  judge({family, echoed, arrived}) {
    if (family === 6) return inconclusive('the target is an IPv6 address: name a responder by its IPv4 address')
    const to = family === 4 ? 'the IPv4 target' : 'the target'
    if (echoed) {
      return family === 4
        ? pass('answers of the IPv4 target came back')
        : inconclusive(
            'answers of the target came back, but over which family is not known: name it by its IPv4 address',
          )
    }
    if (!arrived) return inconclusive(`no answer of ${to} came back, and whether anything reached it is not known`)
    return observed(
      `packets reached ${to}, and none of its answers came back: the proxy does not recognise them, or a filter between the two drops them`,
    )
  },
  silence: {family: 4, echoed: false, arrived: null},
  faults: {
    'compares-mapped-with-plain-addresses': {
      egress: {connectedSocket: false, acceptsFrom: (source, target) => `[::ffff:${source}]` === target},
    },
  },
})
