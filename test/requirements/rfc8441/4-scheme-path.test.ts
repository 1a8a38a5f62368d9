/** The judge of rfc8441/4/scheme-path. */
import {expect, it} from 'vitest'
import probe from '../../../src/lib/requirements/rfc8441/4-scheme-path/probe.js'
import type {Trials} from '../../../src/lib/stimuli/malformed-trials.js'
import {ACCEPTED, CLOSED, heard, over, response, UNHEARD, WITHDRAWN, type Case} from '../support/answers.js'
import {ALL_SILENT, MENDED_BY_ANOTHER, REFUSED, RESET, trial, trials, WITHOUT_PATH} from '../support/trials.js'

const CASES: readonly Case<Trials>[] = [
  ['the good one refused', {...trials(), control: UNHEARD}, 'inconclusive', 'did not answer to a good request'],
  ['reset', trials(RESET), 'pass', 'gave the stream up with H3_MESSAGE_ERROR'],
  ['a status', trials(REFUSED), 'pass', 'answered 400'],
  ['an end without an answer', trials(trial(over({how: 'fin'}))), 'pass', 'ended the stream'],
  ['the connection closed', trials(trial(over(CLOSED))), 'pass', 'closed the connection'],
  ['accepted', trials(RESET, trial(ACCEPTED)), 'fail', `${WITHOUT_PATH} answered 200`],
  ['somebody in between', trials(MENDED_BY_ANOTHER), 'inconclusive', '(Via) may have mended'],
  ['withdrawn at once', trials(trial(WITHDRAWN)), 'concern', 'answered 200 and then gave the stream up'],
  ['no head', trials(trial(heard({kind: 'unreadable', problem: 'why'}))), 'concern', 'cannot be read: why'],
  ['all silent', trials(RESET, ALL_SILENT), 'inconclusive', 'did not answer'],
  ['nothing tried', {...trials(), control: heard(response(500))}, 'inconclusive', 'answered 500'],
]

it.each(CASES)('%s', (_, seen, outcome, words) => {
  const verdict = probe.judge(seen, {http: '3'})
  expect(verdict).toMatchObject({outcome})
  expect(verdict.because).toContain(words)
})
