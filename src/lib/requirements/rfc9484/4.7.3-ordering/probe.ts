import {advertiseEach, summarize, VALID, type AdvertisedSeen} from '../../../stimuli/own-routes.js'
import {advertisementsIn, type AdvertisementSeen} from '../../../stimuli/routes-seen.js'
import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface Seen {
  /** The proxy's own. */
  readonly advertisements: readonly AdvertisementSeen[]
  readonly valid: AdvertisedSeen | null
  readonly breaches: readonly AdvertisedSeen[]
}

const LOW = {start: '198.51.100.192', end: '198.51.100.199', protocol: 0}
const HIGH = {start: '198.51.100.200', end: '198.51.100.207', protocol: 0}
const V6 = {start: '2001:db8:ffff::', end: '2001:db8:ffff::ff', protocol: 0}

const BREACHES = {
  'IPv6 before IPv4': [V6, LOW],
  'protocol 17 before 6': [
    {...LOW, protocol: 17},
    {...LOW, protocol: 6},
  ],
  'the higher range first': [HIGH, LOW],
  'overlapping ranges': [{...LOW, end: '198.51.100.203'}, HIGH],
  'a start equal to the end before it': [LOW, {...HIGH, start: LOW.end}],
  'a range twice': [LOW, LOW],
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    await tunnel.ready(signal)
    const seen = await advertiseEach(rig, {valid: VALID, ...BREACHES}, signal)
    const [valid = null, ...breaches] = seen
    return {advertisements: advertisementsIn(tunnel.arrivals), valid, breaches}
  },
  judge({advertisements, valid, breaches}) {
    const wrong = advertisements.find(({disorder}) => disorder.length > 0)
    if (wrong) {
      return fail('ranges in order, none overlapping', `a ROUTE_ADVERTISEMENT of its own: ${wrong.disorder.join('; ')}`)
    }
    const {accepted, undecided, ended} = summarize(breaches)
    if (accepted.length > 0) {
      return fail('the stream is aborted', `the tunnel went on carrying packets after: ${accepted.join(', ')}`)
    }
    const own = `its own ${advertisements.length} were in order`
    const control = summarize(valid ? [valid] : [])
    if (control.ended.length > 0) {
      if (advertisements.length === 0) return inconclusive('any ROUTE_ADVERTISEMENT ends the stream, a valid one too')
      return pass(`${own}; of ours it takes none, not even a valid one`)
    }
    if (control.alive.length === 0) return inconclusive('it could not be told what a valid ROUTE_ADVERTISEMENT does')
    if (undecided.length > 0) return inconclusive(`no echo told what became of the tunnel: ${undecided.join(', ')}`)
    return pass(`${own}, and the stream ended after each violation: ${ended.join(', ')}`)
  },
  silence: {advertisements: [], valid: null, breaches: []},
  faults: {
    'advertises-in-the-order-of-its-file': ({ip}) => ({
      ip: {routes: {advertise: reachable => ip.routes.advertise(reachable)?.toReversed()}},
    }),
    'advertises-a-range-twice': ({ip}) => ({
      ip: {routes: {advertise: reachable => ip.routes.advertise(reachable)?.flatMap(range => [range, range])}},
    }),
    'takes-any-order': {ip: {session: {onBreach: 'record'}}},
  },
})
