/** Only a tunnel that assigns an address tells of a malformed request that was taken; loss and a Via accuse nobody. */
import {expect, it} from 'vitest'
import type {HttpVersion} from '../../../src/lib/http/transport.js'
import probe from '../../../src/lib/requirements/rfc9484/4.4-4.5-h2h3/probe.js'
import type {Heard} from '../../../src/lib/stimuli/raw-asking.js'
import {
  ACCEPTED,
  CLOSED,
  heard,
  LOST,
  over,
  reset,
  response,
  UNHEARD,
  WITHDRAWN,
  type Case,
} from '../support/answers.js'
import {WITHOUT_PATH} from '../support/trials.js'

type Seen = Parameters<typeof probe.judge>[0]
type Trial = Seen['trials'][number]

const CAPSULES = ['capsule-protocol', '?1'] as const
const CONTROL = heard(response(200, [CAPSULES]))

function trial(answer: Heard, rest: Partial<Trial> = {}): Trial {
  return {name: 'no-path', ...answer, behind: null, works: null, ...rest}
}
const of = (...trials: readonly Trial[]): Seen => ({control: CONTROL, isOffered: true, trials})
const RESET = trial(over(reset(0x10en, 'H3_MESSAGE_ERROR')))
const control = (answer: Heard, isOffered: boolean | null = true): Seen => ({control: answer, isOffered, trials: []})
const success = (answer: Heard): Seen => ({...of(RESET), control: answer})
const switched = (interim: readonly number[]): Heard => heard({kind: 'silence', waitedMs: 7, interim})

const CASES: readonly Case<Seen>[] = [
  [
    'the good one refused',
    control(heard(response(403))),
    'inconclusive',
    'answered 403 to the correct request, so that',
  ],
  [
    'it is not offered',
    control(heard(response(501)), false),
    'not-applicable',
    'lack 0x8 = 1, and the proxy answered 501',
  ],
  ['not offered, and reset', control(over(reset(1n)), false), 'not-applicable', 'gave the stream up with SOME_CODE'],
  ['refused without SETTINGS', control(heard(response(501)), null), 'inconclusive', 'answered 501'],
  ['not offered, and silent', control(UNHEARD, false), 'inconclusive', 'did not answer to the correct request'],
  ['not offered, and lost', control(over(LOST), false), 'inconclusive', 'did not answer'],
  ['101', control(switched([103, 101])), 'fail', 'the correct request with 101, and with nothing behind it'],
  ['103', control(switched([103])), 'inconclusive', 'did not answer'],
  ['not offered, and taken', {...of(RESET), isOffered: false}, 'pass', 'each malformed request was refused'],
  ['204', success(heard(response(204, [CAPSULES]))), 'fail', 'no proper success: its status is 204'],
  ['205', success(heard(response(205, [CAPSULES]))), 'fail', 'its status is 205'],
  ['206', success(heard(response(206, [CAPSULES]))), 'fail', 'its status is 206'],
  ['another 2xx', success(heard(response(299, [CAPSULES]))), 'pass', 'the success is a proper one'],
  [
    'a length',
    success(heard(response(200, [CAPSULES, ['content-length', '0']]))),
    'fail',
    'it has content-length: "0"',
  ],
  ['an Upgrade is no matter here', success(heard(response(200, [CAPSULES, ['x', 'y']]))), 'pass', 'proper one'],
  ['no word of capsules', success(ACCEPTED), 'concern', 'does not say Capsule-Protocol: ?1'],
  ['the code', of(RESET), 'pass', 'each malformed request was refused'],
  ['stopped with the code', of(trial(over({...reset(0x10en), how: 'stopped'} as never))), 'pass', 'was refused'],
  ['400', of(trial(heard(response(400)))), 'pass', 'each malformed request was refused'],
  ['499', of(trial(heard(response(499)))), 'pass', 'each malformed request was refused'],
  ['500', of(trial(heard(response(500)))), 'concern', 'answered 500, and not 4xx'],
  ['a redirect', of(RESET, trial(heard(response(399)))), 'concern', `${WITHOUT_PATH} answered 399, and not 4xx`],
  [
    'another code',
    of(RESET, trial(over(reset(0x102n, 'H3_INTERNAL_ERROR')))),
    'concern',
    'INTERNAL_ERROR, which is an',
  ],
  ['the connection closed', of(RESET, trial(over(CLOSED))), 'observed', '(it is gone), which is permitted'],
  [
    'a tunnel',
    of(RESET, trial(ACCEPTED, {works: true})),
    'fail',
    `${WITHOUT_PATH} answered 200, and assigned an address`,
  ],
  ['a success alone', of(RESET, trial(ACCEPTED, {works: false})), 'concern', 'though it assigned no address'],
  ['nobody to ask', of(trial(ACCEPTED)), 'concern', 'though it assigned no address'],
  ['a front end', of(trial(heard(response(200, [['via', '2 x']])), {works: true})), 'inconclusive', '(Via) may have'],
  ['withdrawn', of(trial(WITHDRAWN)), 'concern', 'answered 200 and then gave the stream up'],
  ['no answer', of(trial(over({how: 'fin'}))), 'concern', 'ended the stream without an answer'],
  ['no head', of(trial(heard({kind: 'unreadable', problem: 'why'}))), 'concern', 'cannot be read: why'],
  ['ignored', of(trial(UNHEARD, {behind: ACCEPTED})), 'concern', 'did not answer, and accepted a good one behind it'],
  ['all silent', of(RESET, trial(UNHEARD, {behind: UNHEARD})), 'inconclusive', 'nor to a good one behind it'],
  ['lost', of(trial(over(LOST))), 'inconclusive', 'nor to a good one behind it'],
]

it.each(CASES)('%s', (_, seen, outcome, words) => {
  const verdict = probe.judge(seen, {http: '3'})
  expect(verdict).toMatchObject({outcome})
  expect(verdict.because).toContain(words)
})

it.each<[HttpVersion, bigint, string]>([
  ['2', 1n, 'pass'],
  ['2', 0x10en, 'concern'],
  ['3', 1n, 'concern'],
])('over HTTP/%s the code %s leads to: %s', (http, code, outcome) => {
  expect(probe.judge(of(trial(over(reset(code)))), {http}).outcome).toBe(outcome)
})
