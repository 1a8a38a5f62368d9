import {defineProbe, type About} from '../../../spec/probe.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {concern, fail, inconclusive, observed, pass} from '../../../spec/verdict.js'
import {
  MALFORMED,
  requestEach,
  summarizeRequests,
  VALID_LENGTH,
  type RequestTrial,
} from '../../../stimuli/address-requests.js'
import {H2, H3} from '../../../wire/error-codes.js'
import requirement from './requirement.js'

interface Seen {
  readonly trials: readonly RequestTrial[]
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    return {trials: await requestEach(rig, MALFORMED, signal)}
  },
  judge({trials}, {http}) {
    const {wentOn, ended, undecided} = summarizeRequests(trials)
    if (wentOn.length > 0) {
      return fail(
        'the tunnel ends as one with a malformed message',
        `it went on after an ADDRESS_REQUEST ${wentOn.join(', ')}`,
      )
    }
    if (!trials.some(({known}) => known)) return inconclusive('no valid ADDRESS_REQUEST was answered either')
    const [odd] = ended.filter(({ending}) => kindOf(ending, http) === 'unrelated')
    if (odd) {
      return concern(
        `after an ADDRESS_REQUEST ${odd.name} the tunnel ended otherwise than with ${EXPECTED[http]}: ${odd.ending.detail}`,
      )
    }
    if (undecided.length > 0) {
      return inconclusive(`neither an end nor an answer came after an ADDRESS_REQUEST ${undecided.join(', ')}`)
    }
    const [defended] = ended.filter(({ending}) => kindOf(ending, http) === 'defended')
    if (defended)
      return observed(`after an ADDRESS_REQUEST ${defended.name}: ${defended.ending.detail}, which can be defended`)
    return pass(
      `the tunnel ended with ${EXPECTED[http]} after an ADDRESS_REQUEST ${ended.map(({name}) => name).join(', ')}`,
    )
  },
  silence: {trials: []},
  faults: {
    'takes-what-it-can-read': {ip: {session: {onBreach: 'record'}}},
    'ends-it-in-order': {
      tunnel: {
        reading: {onCapsule: (type, length) => (type === 2n && length !== VALID_LENGTH ? 'finish' : 'read')},
      },
      over: ['3', '2'],
    },
  },
})

const EXPECTED: Readonly<Record<About['http'], string>> = {
  '3': 'H3_MESSAGE_ERROR (0x10e)',
  '2': 'PROTOCOL_ERROR (0x1)',
  '1.1': 'the end of the connection',
}

/** RFC 9297 names one code, and the rules for datagrams and for HTTP/3 have others for much the same. */
function kindOf({code, scope}: EndingSeen, http: About['http']): 'asked-for' | 'defended' | 'unrelated' {
  if (http === '1.1') return 'asked-for'
  const seen = code === null ? undefined : BigInt(code)
  if (http === '2') {
    if (seen !== H2.PROTOCOL_ERROR) return 'unrelated'
    return scope === 'tunnel' ? 'asked-for' : 'defended'
  }
  if (seen === H3.MESSAGE_ERROR) return scope === 'tunnel' ? 'asked-for' : 'defended'
  return seen === H3.DATAGRAM_ERROR || seen === H3.GENERAL_PROTOCOL_ERROR ? 'defended' : 'unrelated'
}
