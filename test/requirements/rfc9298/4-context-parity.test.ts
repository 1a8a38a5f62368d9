/** Who allocated what; use of a Context ID is no allocation. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/4-context-parity/probe.js'
type Seen = Parameters<typeof probe.judge>[0]

const base: Seen = {inContextZero: 3, others: [], registered: []}

test.each<[Partial<Seen>, string, string]>([
  [{}, 'pass', '3 datagrams came, all in context 0'],
  [{inContextZero: 0}, 'inconclusive', 'no datagram and no registration came'],
  [{registered: ['2']}, 'fail', 'it registered 2'],
  [{registered: ['0']}, 'fail', 'it registered 0'],
  [{registered: ['1', '4']}, 'fail', 'a proxy allocates odd Context IDs'],
  [{registered: ['1', '3', '1']}, 'fail', 'it registered 1 twice'],
  [{registered: ['1', '1']}, 'fail', 'a Context ID is allocated once in a request'],
  [{registered: ['1', '3']}, 'pass', 'the proxy registered 1, 3: odd, and each once'],
  [{registered: ['1'], inContextZero: 0}, 'pass', 'registered 1'],
  [{others: ['1']}, 'concern', 'datagrams came in context 1, although no extension'],
  [{others: ['1', '3'], registered: ['1']}, 'concern', 'datagrams came in context 3, '],
  [{others: ['1'], registered: ['1'], inContextZero: 0}, 'pass', 'registered 1'],
  [{others: ['2'], inContextZero: 0}, 'concern', 'context 2'],
])('%j: %s', (facts, outcome, words) => {
  const verdict = probe.judge({...base, ...facts}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(JSON.stringify(words).slice(1, -1))
})
