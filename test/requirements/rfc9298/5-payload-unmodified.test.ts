/** What was changed is named; what is missing accuses nobody. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/5-payload-unmodified/probe.js'
type Seen = Parameters<typeof probe.judge>[0]

const base: Seen = {before: true, after: true, sent: 12, intact: 12, answered: [160, 400], foreign: [], strange: []}

test.each<[Partial<Seen>, string, string]>([
  [{}, 'pass', '12 of 12 payloads arrived as they were sent, and answers of 160, 400 octets came back whole'],
  [{intact: 6}, 'pass', '6 of 12'],
  [{intact: 5}, 'inconclusive', '5 of 12 payloads are known to have arrived'],
  [{before: false}, 'inconclusive', 'too few payloads came through'],
  [{after: false}, 'inconclusive', 'too few payloads came through'],
  [
    {foreign: [{lengthBytes: 512, headHex: 'aabb'}]},
    'fail',
    '1 payloads reached the target that nobody sent; the first has 512 octets and begins with aabb',
  ],
  [{foreign: [{lengthBytes: 512, headHex: 'aabb'}]}, 'fail', 'payloads reach the target as they were sent'],
  [
    {
      before: false,
      strange: [
        {lengthBytes: 7, headHex: 'cc'},
        {lengthBytes: 8, headHex: 'dd'},
      ],
    },
    'fail',
    '2 payloads came back that nobody sent; the first has 7 octets and begins with cc',
  ],
  [{strange: [{lengthBytes: 7, headHex: 'cc'}]}, 'fail', 'answers come back as the target sent them'],
])('%j: %s', (facts, outcome, words) => {
  const verdict = probe.judge({...base, ...facts}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(JSON.stringify(words).slice(1, -1))
})
