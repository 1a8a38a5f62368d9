/** The judges of breaches that must end an HTTP/3 connection: what closes it, what is let pass, and what is not known. */
import {describe, it} from 'vitest'
import beyondLimit from '../../../src/lib/requirements/rfc9297/2.1-beyond-stream-limit/probe.js'
import settingValue from '../../../src/lib/requirements/rfc9297/2.1.1-setting-value/probe.js'
import tooLarge from '../../../src/lib/requirements/rfc9297/2.1-qsid-too-large/probe.js'
import tooShort from '../../../src/lib/requirements/rfc9297/2.1-too-short/probe.js'
import type {Aftermath} from '../../../src/lib/stimuli/h3-breach.js'
import {judgeBreach} from '../../../src/lib/stimuli/h3-breach.js'
import {aftermath, closedWith, expectVerdict, SERVED, TIMED_OUT} from '../support/endings.js'

const about = {http: '3'} as const
const DATAGRAM_ERROR = aftermath({ending: closedWith('H3_DATAGRAM_ERROR (0x33)')})
const ID_ERROR = aftermath({ending: closedWith('H3_ID_ERROR (0x108)')})
const SETTINGS_ERROR = aftermath({ending: closedWith('H3_SETTINGS_ERROR (0x109)')})
const UNKNOWN = aftermath({acknowledged: false})

describe('any breach', () => {
  it.each<[string, Aftermath, string, string]>([
    ['closed as it should be', ID_ERROR, 'pass', 'upon this the proxy closed the connection with H3_ID_ERROR'],
    ['without an acknowledgement', {...ID_ERROR, acknowledged: false}, 'pass', 'H3_ID_ERROR'],
    ['closed with another code', DATAGRAM_ERROR, 'concern', 'with H3_DATAGRAM_ERROR (0x33) and not with H3_ID_ERROR'],
    ['a code that only begins alike', aftermath({ending: closedWith('H3_ID_ERROR_2 (0x9)')}), 'concern', 'ID_ERROR_2'],
    ['closed without a code', aftermath({ending: closedWith(null)}), 'concern', 'no code'],
    ['never acknowledged', {...SERVED, acknowledged: false}, 'inconclusive', 'whether this arrived'],
    ['lost', aftermath({ending: TIMED_OUT}), 'inconclusive', 'after this the connection was lost: nothing came'],
    ['closed by us', aftermath({ending: closedWith('x', {by: 'us'})}), 'inconclusive', 'lost'],
    ['reset', aftermath({ending: closedWith(null, {how: 'stateless-reset'})}), 'inconclusive', 'lost'],
    ['silence', aftermath({}), 'inconclusive', 'neither a close nor the answer'],
    ['let pass', SERVED, 'fail', 'this was acknowledged, and then a request was answered with 200'],
  ])('%s', (_, seen, outcome, words) => {
    expectVerdict(judgeBreach(seen, 'H3_ID_ERROR', 'this'), outcome, words)
  })
})

describe('frames too short', () => {
  const judge = (...seen: Aftermath[]) =>
    tooShort.judge({agreed: true, stumps: seen.map((one, at) => ({...one, octets: ['', '40', 'c0'][at] ?? ''}))}, about)

  it.each<[string, Aftermath[], string, string]>([
    ['all closed', [DATAGRAM_ERROR, DATAGRAM_ERROR, DATAGRAM_ERROR], 'pass', 'each of 3'],
    ['one is let pass', [DATAGRAM_ERROR, SERVED, DATAGRAM_ERROR], 'fail', 'of the one octet 0x40 was acknowledged'],
    ['one is let pass, one unknown', [UNKNOWN, ID_ERROR, SERVED], 'fail', 'octet 0xc0'],
    ['the empty one is let pass', [SERVED, DATAGRAM_ERROR, DATAGRAM_ERROR], 'fail', 'an empty DATAGRAM frame'],
    ['one unknown', [DATAGRAM_ERROR, UNKNOWN, ID_ERROR], 'inconclusive', '0x40'],
    [
      'another code',
      [DATAGRAM_ERROR, DATAGRAM_ERROR, ID_ERROR],
      'concern',
      '0xc0 the connection was closed with H3_ID',
    ],
  ])('%s', (_, seen, outcome, words) => {
    expectVerdict(judge(...seen), outcome, words)
  })

  it('asks nothing of who takes no frames, and decides nothing without SETTINGS', () => {
    expectVerdict(tooShort.judge({agreed: false, stumps: []}, about), 'not-applicable', 'does not agree')
    expectVerdict(tooShort.judge({agreed: null, stumps: []}, about), 'inconclusive', 'no SETTINGS')
  })
})

describe('a Quarter Stream ID that is too large', () => {
  it.each<[boolean | null, Aftermath, string, string]>([
    [true, DATAGRAM_ERROR, 'pass', 'upon a Quarter Stream ID of 2^60'],
    [true, ID_ERROR, 'concern', 'H3_ID_ERROR'],
    [true, SERVED, 'fail', '2^60 was acknowledged'],
    [true, UNKNOWN, 'inconclusive', '2^60 arrived'],
    [false, SERVED, 'not-applicable', 'does not agree'],
    [null, SERVED, 'inconclusive', 'no SETTINGS'],
  ])('%s, %j: %s', (agreed, seen, outcome, words) => {
    expectVerdict(tooLarge.judge({agreed, ...seen}, about), outcome, words)
  })
})

describe('beyond the limit for streams', () => {
  const SEEN = {agreed: true, limit: '100', used: '200', before: 200}
  it.each<[string, Partial<Parameters<typeof beyondLimit.judge>[0]>, string, string]>([
    ['closed', ID_ERROR, 'pass', 'for request 200, where 100 are allowed, the proxy closed'],
    ['with another code', DATAGRAM_ERROR, 'concern', 'H3_DATAGRAM_ERROR'],
    ['dropped', SERVED, 'observed', 'allows 100 requests and dropped a datagram for number 200'],
    ['refused both times', {...SERVED, before: 404, after: 404}, 'observed', 'dropped'],
    ['just no success afterwards', {...SERVED, after: 300}, 'concern', '(200) is answered with 300'],
    ['no success before either', {...SERVED, before: 300, after: 500}, 'observed', 'dropped'],
    ['the best success', {...SERVED, before: 299, after: 200}, 'observed', 'dropped'],
    ['no success afterwards', {...SERVED, after: 500}, 'concern', '(200) is answered with 500'],
    ['not acknowledged', {...SERVED, acknowledged: false}, 'inconclusive', 'arrived'],
    ['silence', {}, 'inconclusive', 'neither'],
    ['nothing before', {...SERVED, before: null}, 'inconclusive', 'even before'],
    ['no ID beyond', {...SERVED, used: null}, 'not-applicable', 'allows 100 requests, and there is no ID beyond'],
    ['no limit told', {...SERVED, limit: null, used: null}, 'not-applicable', 'the proxy allows so many requests'],
    ['no frames', {...SERVED, agreed: false}, 'not-applicable', 'does not agree'],
    ['no SETTINGS', {...SERVED, agreed: null}, 'inconclusive', 'no SETTINGS'],
  ])('%s', (_, change, outcome, words) => {
    expectVerdict(beyondLimit.judge({...SEEN, ...aftermath({}), ...change}, about), outcome, words)
  })
})

describe('the value of H3_DATAGRAM', () => {
  it.each<[string | null, Aftermath[], string, string]>([
    ['1', [SETTINGS_ERROR], 'pass', 'the proxy sends the value 1, and upon the value 2'],
    ['0', [SERVED, SETTINGS_ERROR], 'pass', 'the value 0'],
    ['2', [], 'fail', 'the proxy sends the value 2'],
    ['1', [SERVED, SERVED, SERVED], 'fail', 'the value 2 was acknowledged'],
    ['1', [SERVED, SERVED], 'inconclusive', 'only 2 times'],
    ['1', [SERVED, SERVED, ID_ERROR], 'concern', 'H3_ID_ERROR'],
    ['1', [UNKNOWN], 'inconclusive', 'arrived'],
    ['1', [], 'inconclusive', 'was not sent'],
    ['none', [], 'inconclusive', 'may not know it'],
    [null, [], 'inconclusive', 'no SETTINGS'],
  ])('sends %s, %j: %s', (theirs, connections, outcome, words) => {
    expectVerdict(settingValue.judge({theirs, connections}, about), outcome, words)
  })
})
