/** The judge of rfc9298/3.4/malformed-requests. */
import {expect, it} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/3.4-malformed-requests/probe.js'
import type {Trials} from '../../../src/lib/stimuli/malformed-trials.js'
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
import {ALL_SILENT, IGNORED, MENDED_BY_ANOTHER, REFUSED, RESET, trial, trials, WITHOUT_PATH} from '../support/trials.js'

const CASES: readonly Case<Trials>[] = [
  [
    'the good one refused',
    {...trials(), control: heard(response(403))},
    'inconclusive',
    'answered 403 to a good request',
  ],
  ['nobody answers', {...trials(), control: UNHEARD}, 'inconclusive', 'did not answer to a good request'],
  ['the expected code', trials(RESET), 'pass', 'each was refused'],
  ['a status', trials(REFUSED), 'pass', 'each was refused'],
  [
    'another code',
    trials(RESET, trial(over(reset(0x102n, 'H3_INTERNAL_ERROR')))),
    'concern',
    'H3_INTERNAL_ERROR, which is another code',
  ],
  ['the code of HTTP/2', trials(trial(over(reset(1n, 'X')))), 'concern', 'which is another code'],
  [
    'stopped with the code',
    trials(trial(over({...reset(0x10en), how: 'stopped'} as never))),
    'pass',
    'each was refused',
  ],
  [
    'the connection closed',
    trials(trial(over(CLOSED)), RESET),
    'pass',
    'closed the connection (it is gone), which is permitted',
  ],
  [
    'a tunnel that works',
    trials(RESET, trial(ACCEPTED, {echoed: true})),
    'fail',
    `${WITHOUT_PATH} answered 200, and the tunnel works`,
  ],
  ['a tunnel that does not', trials(trial(ACCEPTED, {echoed: false})), 'concern', 'though no echo crossed the tunnel'],
  ['a tunnel nobody could try', trials(trial(ACCEPTED)), 'concern', 'though no echo crossed the tunnel'],
  ['somebody in between', trials({...MENDED_BY_ANOTHER, echoed: true}), 'inconclusive', '(Via) may have mended'],
  ['withdrawn at once', trials(trial(WITHDRAWN)), 'concern', 'answered 200 and then gave the stream up'],
  ['an end without an answer', trials(trial(over({how: 'fin'}))), 'concern', 'ended the stream without an answer'],
  ['no head', trials(trial(heard({kind: 'unreadable', problem: 'why'}))), 'concern', 'cannot be read: why'],
  ['ignored', trials(IGNORED), 'concern', 'did not answer, and accepted a good one behind it'],
  ['all silent', trials(RESET, ALL_SILENT), 'inconclusive', 'nor to a good one behind it'],
  ['lost', trials(trial(over(LOST))), 'inconclusive', 'nor to a good one behind it'],
]

it.each(CASES)('%s', (_, seen, outcome, words) => {
  const verdict = probe.judge(seen, {http: '3'})
  expect(verdict).toMatchObject({outcome})
  expect(verdict.because).toContain(words)
})

it('expects another code over HTTP/2', () => {
  expect(probe.judge(trials(trial(over(reset(1n)))), {http: '2'}).outcome).toBe('pass')
  expect(probe.judge(trials(RESET), {http: '2'}).outcome).toBe('concern')
})
