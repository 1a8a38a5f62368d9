import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {
  requestEach,
  summarizeRequests,
  SURPLUS_OR_MISSING,
  type RequestTrial,
} from '../../../stimuli/address-requests.js'
import requirement from './requirement.js'

interface Seen {
  readonly trials: readonly RequestTrial[]
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    return {trials: await requestEach(rig, SURPLUS_OR_MISSING, signal)}
  },
  judge({trials}) {
    const {wentOn, ended, undecided} = summarizeRequests(trials)
    if (wentOn.length > 0) {
      return fail(
        'the tunnel ends with an error',
        `it went on after an ADDRESS_REQUEST ${wentOn.join(', and after one ')}`,
      )
    }
    if (!trials.some(({known}) => known)) return inconclusive('no valid ADDRESS_REQUEST was answered either')
    if (undecided.length > 0) {
      return inconclusive(
        `neither an end nor an answer came after an ADDRESS_REQUEST ${undecided.join(', nor after one ')}`,
      )
    }
    const orderly = ended.find(({ending}) => ending.how === 'finished')
    if (orderly) return inconclusive(`after an ADDRESS_REQUEST ${orderly.name} the tunnel ended, but without an error`)
    return pass(
      `the tunnel ended with an error after an ADDRESS_REQUEST ${ended.map(({name}) => name).join(', and one ')}`,
    )
  },
  silence: {trials: []},
  faults: {
    'takes-what-it-can-read': {ip: {session: {onBreach: 'record'}}},
    'cuts-what-is-too-much': honest => ({
      ip: {
        session: {
          onCapsule: (type, value) =>
            type === 2n && value.length === 9 ? 'ignore' : honest.ip.session.onCapsule(type, value),
        },
      },
    }),
  },
})
