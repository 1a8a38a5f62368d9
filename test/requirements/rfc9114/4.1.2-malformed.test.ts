/** The judge of rfc9114/4.1.2/malformed. */
import {expect, it} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9114/4.1.2-malformed/probe.js'
import type {Trials} from '../../../src/lib/stimuli/malformed-trials.js'
import {ACCEPTED, CLOSED, heard, over, reset, response, UNHEARD, WITHDRAWN, type Case} from '../support/answers.js'
import {ALL_SILENT, IGNORED, MENDED_BY_ANOTHER, REFUSED, RESET, trial, trials, WITHOUT_PATH} from '../support/trials.js'

const CASES: readonly Case<Trials>[] = [
  [
    'the good one refused',
    {...trials(), control: heard(response(403))},
    'inconclusive',
    'answered 403 to a good request',
  ],
  ['refused in every way', trials(RESET, REFUSED, trial(over(reset(7n)))), 'pass', 'each was refused'],
  ['the connection closed', {...trials(trial(over(CLOSED))), after: null}, 'pass', 'which is permitted'],
  [
    'the last good one refused',
    {...trials(RESET), after: UNHEARD},
    'inconclusive',
    'behind the malformed ones was not accepted',
  ],
  ['accepted', trials(RESET, trial(ACCEPTED)), 'fail', `${WITHOUT_PATH} answered 200`],
  ['accepted, and then dead', {...trials(trial(ACCEPTED)), after: UNHEARD}, 'fail', `${WITHOUT_PATH} answered 200`],
  ['somebody in between', trials(MENDED_BY_ANOTHER), 'inconclusive', '(Via) may have mended'],
  ['withdrawn at once', trials(trial(WITHDRAWN)), 'concern', 'answered 200 and then gave the stream up'],
  ['an end without an answer', trials(trial(over({how: 'fin'}))), 'concern', 'ended the stream without an answer'],
  ['no head', trials(trial(heard({kind: 'unreadable', problem: 'why'}))), 'concern', 'cannot be read: why'],
  ['ignored', trials(IGNORED), 'concern', 'did not answer, and accepted a good one behind it'],
  ['all silent', trials(RESET, ALL_SILENT), 'inconclusive', 'nor to a good one behind it'],
]

it.each(CASES)('%s', (_, seen, outcome, words) => {
  const verdict = probe.judge(seen, {http: '3'})
  expect(verdict).toMatchObject({outcome})
  expect(verdict.because).toContain(words)
})
