/** The judge of rfc9113/8.5/h2-errors. */
import {expect, it} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9113/8.5-h2-errors/probe.js'
import type {Trials} from '../../../src/lib/stimuli/malformed-trials.js'
import {ACCEPTED, CLOSED, heard, over, reset, response, UNHEARD, WITHDRAWN, type Case} from '../support/answers.js'
import {ALL_SILENT, IGNORED, MENDED_BY_ANOTHER, REFUSED, trial, trials, WITHOUT_PATH} from '../support/trials.js'

const RESET = trial(over(reset(1n, 'PROTOCOL_ERROR')))
const CASES: readonly Case<Trials>[] = [
  [
    'the good one refused',
    {...trials(), control: heard(response(403))},
    'inconclusive',
    'answered 403 to a good request',
  ],
  ['reset', trials(RESET), 'pass', 'is reset with PROTOCOL_ERROR; a good request behind them'],
  ['any code', trials(trial(over(reset(8n, 'CANCEL')))), 'pass', 'is reset with CANCEL'],
  ['a status', trials(REFUSED), 'pass', 'is answered 400; a good request behind them'],
  [
    'the connection closed',
    {...trials(trial(over(CLOSED))), after: null},
    'pass',
    'closed the connection (it is gone), which is permitted',
  ],
  [
    'the last good one refused',
    {...trials(RESET), after: UNHEARD},
    'inconclusive',
    'behind the malformed ones the proxy did not answer',
  ],
  ['accepted', trials(RESET, trial(ACCEPTED)), 'fail', `${WITHOUT_PATH} answered 200`],
  ['somebody in between', trials(MENDED_BY_ANOTHER), 'inconclusive', '(Via) may have mended'],
  ['withdrawn at once', trials(trial(WITHDRAWN)), 'concern', 'answered 200 and then gave the stream up'],
  ['an end without an answer', trials(trial(over({how: 'fin'}))), 'concern', 'ended the stream without an answer'],
  ['no head', trials(trial(heard({kind: 'unreadable', problem: 'why'}))), 'concern', 'cannot be read: why'],
  ['ignored', trials(IGNORED), 'concern', 'did not answer, and accepted a good one behind it'],
  ['all silent', trials(RESET, ALL_SILENT), 'inconclusive', 'nor to a good one behind it'],
]

it.each(CASES)('%s', (_, seen, outcome, words) => {
  const verdict = probe.judge(seen, {http: '2'})
  expect(verdict).toMatchObject({outcome})
  expect(verdict.because).toContain(words)
})
