/** Where ports come from, and when they come again. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/3.1-port-reuse/probe.js'
type Seen = Parameters<typeof probe.judge>[0]

const base: Seen = {ports: [1000, 3000, 2000], late: 0}

test.each<[Partial<Seen>, string, string]>([
  [{}, 'observed', '3 tunnels in turn came from ports 1000 to 3000, and no port came up twice'],
  [{ports: [1000, 2000]}, 'observed', '2 tunnels in turn'],
  [{ports: [1000, null]}, 'inconclusive', 'did not say from which ports'],
  [{ports: [null, null, null], late: 1}, 'inconclusive', 'did not say from which ports'],
  [{ports: [1000, null, 1000]}, 'observed', 'a port came up again with the next tunnel'],
  [
    {ports: [1000, 2000, 3000, 1000, 3000]},
    'observed',
    'a port came up again after 2 tunnels, and no late answer was seen to cross',
  ],
  [{late: 2}, 'fail', '2 answers to closed tunnels came out of a later one to the same target'],
  [{late: 2}, 'fail', 'late answers to a closed tunnel reach nobody'],
])('%j: %s', (facts, outcome, words) => {
  const verdict = probe.judge({...base, ...facts}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(JSON.stringify(words).slice(1, -1))
})
