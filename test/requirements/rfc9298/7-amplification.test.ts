/** A limit is told apart from what the way loses. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/7-amplification/probe.js'
type Seen = Parameters<typeof probe.judge>[0]

const base: Seen = {sent: 2000, reached: 2000, answered: true, sentAfter: 200, reachedAfter: 200}

test.each<[Partial<Seen>, string, string]>([
  [{}, 'observed', 'no limit was seen before the first answer of the target: 2000 of 2000 packets'],
  [{sent: 0}, 'inconclusive', 'it must be a responder'],
  [{reached: null}, 'inconclusive', 'it must be a responder'],
  [{reached: 0, answered: false}, 'inconclusive', 'nothing reached the target at all'],
  [
    {reached: 3, answered: false},
    'observed',
    '3 of 2000 packets reached a target that had not answered, fewer than a handshake may need, and after them none',
  ],
  [
    {reached: 11, answered: false},
    'observed',
    '11 of 2000 packets reached a target that had not answered, and after them none',
  ],
  [{reached: 10, answered: true}, 'observed', 'fewer than a handshake may need, and 200 of 200 once it had answered'],
  [{reached: 1000}, 'observed', '1000 of 2000 packets reached a target that had not answered, and 200 of 200'],
  [{reached: 1600}, 'observed', 'no limit was seen'],
  [{reached: 1599}, 'observed', '1599 of 2000 packets reached a target that had not answered, and'],
  [{reached: 800, reachedAfter: 100}, 'observed', 'no limit was seen'],
  [{reachedAfter: null}, 'inconclusive', 'how much is lost'],
  [{sentAfter: 0}, 'inconclusive', 'how much is lost'],
])('%j: %s', (facts, outcome, words) => {
  const verdict = probe.judge({...base, ...facts}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(JSON.stringify(words).slice(1, -1))
})
