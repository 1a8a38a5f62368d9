/** The judges of what becomes of DATAGRAM frames: their forms, their acknowledgement, and their loss. */
import {describe, it} from 'vitest'
import acknowledged from '../../../src/lib/requirements/rfc9221/5.2-ack-eliciting/probe.js'
import forms from '../../../src/lib/requirements/rfc9221/4-forms/probe.js'
import again from '../../../src/lib/requirements/rfc9221/5.2-no-retransmit/probe.js'
import {closedWith, expectVerdict, TIMED_OUT} from '../support/endings.js'

const about = {http: '3'} as const

describe('forms', () => {
  const one = {words: 'of one kind', acknowledged: 1, answered: 1}
  const mute = {words: 'of another', acknowledged: 4, answered: 0}
  const seen = {agreed: true, status: 200, forms: [one, one], ending: null}

  it.each([
    ['pass', 'echoes came back', seen],
    ['pass', 'echoes came back', {...seen, ending: TIMED_OUT}],
    ['fail', 'of those of another, 4 were acknowledged and none was answered', {...seen, forms: [one, mute]}],
    ['fail', 'closed with H3_X when none of another', {...seen, forms: [one, mute], ending: closedWith('H3_X')}],
    ['fail', 'closed with no code when none', {...seen, forms: [one, mute], ending: closedWith(null)}],
    ['inconclusive', 'too few of the DATAGRAM frames of another', {...seen, forms: [one, {...mute, acknowledged: 3}]}],
    ['inconclusive', 'no form of DATAGRAM frames was answered', {...seen, forms: [mute, mute]}],
    ['inconclusive', 'the connection was lost', {...seen, forms: [one, mute], ending: TIMED_OUT}],
    ['inconclusive', 'no tunnel was opened (403)', {...seen, status: 403, forms: []}],
    ['inconclusive', 'no tunnel was opened (no answer)', {...seen, status: null, forms: []}],
    ['not-applicable', 'does not agree', {...seen, agreed: false}],
    ['inconclusive', 'no SETTINGS', {...seen, agreed: null}],
  ])('%s: %s', (outcome, words, facts) => {
    expectVerdict(forms.judge(facts, about), outcome, words)
  })
})

describe('acknowledgements', () => {
  const seen = {agreed: true, status: 200, sent: 8, acknowledged: 8, answered: 8, others: true}

  it.each([
    ['pass', 'alone are acknowledged', seen],
    ['pass', 'alone are acknowledged', {...seen, acknowledged: 1, others: false}],
    [
      'observed',
      'of 8 packets with a DATAGRAM frame none was acknowledged by itself, although 8 were',
      {...seen, acknowledged: 0},
    ],
    ['observed', 'by itself or answered', {...seen, acknowledged: 0, answered: 0}],
    ['inconclusive', 'no packets were acknowledged', {...seen, acknowledged: 0, others: false}],
    ['inconclusive', 'to send datagrams on (403)', {...seen, sent: 0, status: 403}],
    ['inconclusive', 'to send datagrams on (no answer)', {...seen, sent: 0, status: null}],
    ['not-applicable', 'does not agree', {...seen, agreed: false}],
    ['inconclusive', 'no SETTINGS', {...seen, agreed: null}],
  ])('%s: %s', (outcome, words, facts) => {
    expectVerdict(acknowledged.judge(facts, about), outcome, words)
  })
})

describe('losses', () => {
  const seen = {agreed: true, status: 200, lost: 3, again: 0, taken: 3, takenAgain: 0}

  it.each([
    ['pass', 'of 3 datagrams whose packets we took for lost none came again', seen],
    ['observed', '1 of 3 datagrams that were lost came again, and none of 3', {...seen, again: 1}],
    ['observed', 'who doubles them is not known', {...seen, again: 1, takenAgain: 1}],
    ['inconclusive', 'only 2 answers', {...seen, lost: 2}],
    ['inconclusive', 'no tunnel was opened', {...seen, lost: 0, status: null}],
    ['inconclusive', 'only 0 answers', {...seen, lost: 0}],
    ['not-applicable', 'does not agree', {...seen, agreed: false}],
    ['inconclusive', 'no SETTINGS', {...seen, agreed: null}],
  ])('%s: %s', (outcome, words, facts) => {
    expectVerdict(again.judge(facts, about), outcome, words)
  })
})
