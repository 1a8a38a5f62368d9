import {advertiseEach, summarize, VALID, type AdvertisedSeen} from '../../../stimuli/own-routes.js'
import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {concat} from '../../../wire/bytes.js'
import {write} from '../../../wire/connect-ip/route-advertisement.js'
import requirement from './requirement.js'

interface Seen {
  readonly valid: AdvertisedSeen | null
  readonly breaches: readonly AdvertisedSeen[]
}

const [RANGE] = VALID
const VALUE = write(VALID)

const BREACHES = {
  'IP Version 5': [{...RANGE, version: 5}],
  'a start above the end': [{...RANGE, start: RANGE.end, end: RANGE.start}],
  'a range cut short': VALUE.subarray(0, -3),
  'an octet too many': concat(VALUE, Uint8Array.of(4)),
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const [valid = null, ...breaches] = await advertiseEach(rig, {valid: VALID, ...BREACHES}, signal)
    return {valid, breaches}
  },
  judge({valid, breaches}) {
    const control = summarize(valid ? [valid] : [])
    const {accepted, undecided, ended} = summarize(breaches)
    if (accepted.length > 0) {
      return fail('the stream ends', `the tunnel went on carrying packets after: ${accepted.join(', ')}`)
    }
    if (control.ended.length > 0) return inconclusive('a valid ROUTE_ADVERTISEMENT ends the stream as well')
    if (control.alive.length === 0) return inconclusive('it could not be told what a valid ROUTE_ADVERTISEMENT does')
    if (undecided.length > 0) return inconclusive(`no echo told what became of the tunnel: ${undecided.join(', ')}`)
    return pass(`the stream ended each time: ${ended.join(', ')}`)
  },
  silence: {valid: null, breaches: []},
  faults: {
    'takes-what-it-can-read': {ip: {session: {onBreach: 'record'}}},
  },
})
