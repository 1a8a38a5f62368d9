import {advertisementsIn, type AdvertisementSeen} from '../../../stimuli/routes-seen.js'
import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface Seen {
  readonly advertisements: readonly AdvertisementSeen[]
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    await tunnel.ready(signal)
    return {advertisements: advertisementsIn(tunnel.arrivals)}
  },
  judge({advertisements}) {
    if (advertisements.length === 0) return inconclusive('no ROUTE_ADVERTISEMENT came')
    const bad = advertisements.find(({malformed}) => malformed.length > 0)
    if (bad) {
      const actual = `a ROUTE_ADVERTISEMENT of ${bad.lengthBytes} octets: ${bad.malformed.join('; ')}`
      return fail('ranges of version, start, end and protocol that fill the capsule', actual)
    }
    const ranges = advertisements.flatMap(one => one.ranges ?? [])
    return pass(`${advertisements.length} came, well formed, with ${ranges.join(', ') || 'no range'}`)
  },
  silence: {advertisements: []},
  faults: {
    'says-version-5': ({ip}) => ({
      ip: {routes: {advertise: reachable => ip.routes.advertise(reachable)?.map(range => ({...range, version: 5}))}},
    }),
    'writes-a-prefix-length-for-the-end': ({ip}) => ({
      ip: {
        routes: {
          advertise: reachable =>
            ip.routes
              .advertise(reachable)
              ?.map(range => (range.start.includes(':') ? {...range, end: '::40'} : {...range, end: '0.0.0.24'})),
        },
      },
    }),
    'writes-addresses-of-ipv4-where-it-says-ipv6': ({ip}) => ({
      ip: {routes: {advertise: reachable => ip.routes.advertise(reachable)?.map(range => ({...range, version: 6}))}},
    }),
  },
})
