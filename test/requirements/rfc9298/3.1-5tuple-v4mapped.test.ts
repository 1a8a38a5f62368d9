/** An answer that is missing may be the work of a filter, and is told so. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/3.1-5tuple-v4mapped/probe.js'
type Seen = Parameters<typeof probe.judge>[0]

const base: Seen = {family: 4, echoed: true, arrived: null}

test.each<[Partial<Seen>, string, string]>([
  [{}, 'pass', 'answers of the IPv4 target came back'],
  [{family: 6}, 'inconclusive', 'name a responder by its IPv4 address'],
  [{family: null}, 'inconclusive', 'over which family is not known'],
  [{echoed: false, arrived: true}, 'observed', 'packets reached the IPv4 target, and none of its answers came back'],
  [{family: null, echoed: false, arrived: true}, 'observed', 'packets reached the target, and none'],
  [{echoed: false, arrived: false}, 'inconclusive', 'no answer of the IPv4 target came back, and whether'],
  [{echoed: false, arrived: null}, 'inconclusive', 'no answer of the IPv4 target came back, and whether'],
  [{family: null, echoed: false, arrived: null}, 'inconclusive', 'no answer of the target came back'],
])('%j: %s', (facts, outcome, words) => {
  const verdict = probe.judge({...base, ...facts}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(JSON.stringify(words).slice(1, -1))
})
