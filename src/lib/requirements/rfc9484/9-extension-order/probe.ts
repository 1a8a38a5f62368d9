import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import {DATAGRAM, name} from '../../../wire/capsule.js'
import * as addressAssign from '../../../wire/connect-ip/address-assign.js'
import * as addressRequest from '../../../wire/connect-ip/address-request.js'
import * as routeAdvertisement from '../../../wire/connect-ip/route-advertisement.js'
import requirement from './requirement.js'

interface Seen {
  /** By name, in order of arrival. */
  readonly capsules: readonly string[]
}

const BASIC: ReadonlySet<string> = new Set(
  [addressAssign.TYPE, addressRequest.TYPE, routeAdvertisement.TYPE].map(type => name(type)),
)
const MAX_SHOWN = 16

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    await tunnel.ready(signal)
    const capsules = (): readonly string[] =>
      tunnel.arrivals.flatMap(one => (one.kind === 'capsule' && one.type !== DATAGRAM ? [name(one.type)] : []))
    // What comes behind the routes is waited for as well.
    await rig.until(() => capsules().some(one => !BASIC.has(one)), rig.patienceMs / 2, signal)
    return {capsules: capsules().slice(0, MAX_SHOWN)}
  },
  judge({capsules}) {
    if (!capsules.some(one => BASIC.has(one)))
      return inconclusive('neither addresses nor routes came, so there is no order')
    const order = capsules.join(', ')
    const [first] = capsules.filter(one => !BASIC.has(one))
    if (first === undefined) return observed(`no extension's capsule among them: ${order}`)
    const isLate = capsules.indexOf(first) > capsules.findIndex(one => BASIC.has(one))
    return observed(`${first} came ${isLate ? 'behind' : 'before'} the first of addresses and routes: ${order}`)
  },
  silence: {capsules: []},
  faults: {
    'configures-too-late': {
      ip: {session: {extensions: when => (when === 'after-routes' ? [EXTENSION] : [])}},
    },
    'configures-in-time': {
      ip: {session: {extensions: when => (when === 'before-addresses' ? [EXTENSION] : [])}},
    },
  },
})

/** DNS_ASSIGN of the draft on DNS configuration: any would do. */
const EXTENSION = {type: 0x1ace79ecn, value: Uint8Array.of(0)}
