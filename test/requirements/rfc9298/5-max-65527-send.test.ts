/** The bound is on the payload. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/5-max-65527-send/probe.js'
type Seen = Parameters<typeof probe.judge>[0]

const base: Seen = {datagrams: 3, largestBytes: 1100}

test.each<[Partial<Seen>, string, string]>([
  [{}, 'pass', '3 datagrams came, of at most 1100 octets'],
  [{largestBytes: 65527}, 'pass', '65527'],
  [{largestBytes: 65528}, 'fail', 'a payload of 65528 octets came'],
  [{largestBytes: 65528}, 'fail', 'at most 65527 octets of payload'],
  [{datagrams: 0, largestBytes: 0}, 'inconclusive', 'no datagram came'],
  [{datagrams: 1, largestBytes: 1}, 'pass', '1 datagrams came'],
])('%j: %s', (facts, outcome, words) => {
  const verdict = probe.judge({...base, ...facts}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(JSON.stringify(words).slice(1, -1))
})
