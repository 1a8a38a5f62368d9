import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import * as addressAssign from '../../../wire/connect-ip/address-assign.js'
import * as routeAdvertisement from '../../../wire/connect-ip/route-advertisement.js'
import requirement from './requirement.js'

/** For documentation (RFC 5737): nobody misses packets to it. */
const OFFERED = '192.0.2.250'
const AROUND = {start: '192.0.2.248', end: '192.0.2.255', protocol: 0}

interface Seen {
  readonly before: boolean
  readonly after: boolean
  readonly ending: EndingSeen | null
}

export default defineProbe<Seen>({
  requirement,
  // It is legal, but a proxy that minds may end more than the tunnel.
  provokes: true,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const before = await tunnel.echo(signal)
    const entry = {address: OFFERED, prefixLength: 32, requestId: 0n}
    await tunnel.capsule(addressAssign.TYPE, addressAssign.write([entry]))
    await tunnel.capsule(routeAdvertisement.TYPE, routeAdvertisement.write([AROUND]))
    const after = (await tunnel.ended(signal)) === null && (await tunnel.echo(signal))
    return {before, after, ending: tunnel.ending()}
  },
  judge({before, after, ending}) {
    if (!before) return inconclusive('no echo came back before the capsules were sent')
    if (ending?.by === 'peer')
      return observed(`the proxy ended the tunnel on ADDRESS_ASSIGN and ROUTE_ADVERTISEMENT: ${ending.detail}`)
    if (!after) return inconclusive('no echo came back after the capsules, which loss alone can explain')
    return pass('the tunnel went on forwarding after ADDRESS_ASSIGN and ROUTE_ADVERTISEMENT')
  },
  silence: {before: false, after: false, ending: null},
  faults: {
    'knows-no-assignments': {
      ip: {session: {onCapsule: type => (type === addressAssign.TYPE ? 'abort' : 'take')}},
    },
    'knows-no-routes': {
      ip: {session: {onCapsule: type => (type === routeAdvertisement.TYPE ? 'abort' : 'take')}},
    },
  },
})
