/** Three packets are no accident; two tunnels from one port cannot be told apart. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/3.1-cross-tunnel-isolation/probe.js'
type Seen = Parameters<typeof probe.judge>[0]

const base: Seen = {own: [5, 4], crossed: 0, sources: ['192.0.2.1:1', '192.0.2.1:2']}

test.each<[Partial<Seen>, string, string]>([
  [{}, 'pass', '5 and 4 answers came back, each on its own tunnel'],
  [{own: [1, 1]}, 'pass', '1 and 1 answers'],
  [{own: [0, 4]}, 'inconclusive', 'one of the two tunnels carried nothing'],
  [{own: [4, 0]}, 'inconclusive', 'one of the two tunnels carried nothing'],
  [{crossed: 1}, 'inconclusive', '1 packets for one tunnel came out of the other, too few'],
  [{crossed: 2}, 'inconclusive', 'too few to accuse anybody'],
  [
    {crossed: 3},
    'fail',
    '3 packets for one tunnel came out of the other, although they come from 192.0.2.1:1 and 192.0.2.1:2',
  ],
  [{crossed: 3}, 'fail', 'each tunnel gets its own packets'],
  [{crossed: 3, own: [0, 5], sources: [null, '192.0.2.1:2']}, 'fail', 'came out of the other'],
  [{crossed: 3, sources: ['192.0.2.1:1', null]}, 'fail', '3 packets for one tunnel came out of the other"'],
  [{crossed: 3, sources: [null, '192.0.2.1:2']}, 'fail', '3 packets for one tunnel came out of the other"'],
  [{sources: ['192.0.2.1:1', null]}, 'pass', 'each on its own'],
  [{sources: ['192.0.2.1:1', '192.0.2.1:1'], crossed: 9}, 'concern', 'both tunnels come from 192.0.2.1:1'],
  [{sources: [null, null]}, 'pass', 'each on its own'],
])('%j: %s', (facts, outcome, words) => {
  const verdict = probe.judge({...base, ...facts}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(Object.values(verdict))).toContain(words)
})
