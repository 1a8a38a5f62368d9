import {advertiseEach, summarize, VALID, type AdvertisedSeen} from '../../../stimuli/own-routes.js'
import {advertisementsIn, type AdvertisementSeen} from '../../../stimuli/routes-seen.js'
import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface Seen {
  /** The proxy's own. */
  readonly advertisements: readonly AdvertisementSeen[]
  readonly overlap: AdvertisedSeen | null
}

const [ALL] = VALID
const OVERLAP = [ALL, {...ALL, protocol: 17}]

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    await tunnel.ready(signal)
    const [overlap = null] = await advertiseEach(rig, {overlap: OVERLAP}, signal)
    return {advertisements: advertisementsIn(tunnel.arrivals), overlap}
  },
  judge({advertisements, overlap}) {
    const wrong = advertisements.find(({mixedOverlaps}) => mixedOverlaps.length > 0)
    if (wrong) {
      return fail(
        'ranges for one protocol outside of those for all',
        `a ROUTE_ADVERTISEMENT of its own: ${wrong.mixedOverlaps.join('; ')}`,
      )
    }
    const {accepted, ended} = summarize(overlap ? [overlap] : [])
    if (advertisements.length === 0) return inconclusive('the proxy sent no ROUTE_ADVERTISEMENT')
    const own = `its own ${advertisements.length} have no such overlap`
    if (accepted.length > 0) return observed(`${own}; one of ours was accepted, as the check is optional`)
    if (ended.length === 0) return inconclusive(`${own}; what became of the tunnel after ours could not be told`)
    return pass(`${own}, and it ended the stream after one of ours`)
  },
  silence: {advertisements: [], overlap: null},
  faults: {
    'adds-a-rule-for-one-protocol-to-a-range-for-all': ({ip}) => ({
      ip: {
        routes: {
          advertise: reachable => {
            const [first, ...rest] = ip.routes.advertise(reachable) ?? []
            return first && [first, {...first, protocol: 17}, ...rest.filter(({start}) => start.includes(':'))]
          },
        },
      },
    }),
  },
})
