/** Sockets that run out, or a limit on requests: which of them nobody outside can say. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/3.1-stream-close-closes-socket/probe.js'
type Seen = Parameters<typeof probe.judge>[0]

const base: Seen = {opened: 20, obstacle: null, ports: 19, works: true}

test.each<[Partial<Seen>, string, string]>([
  [{}, 'pass', '20 tunnels were opened and closed (from 19 ports as the target saw them), and the next worked'],
  [{opened: 0, obstacle: 'refused with 503'}, 'inconclusive', 'no tunnel was opened at all: refused with 503'],
  [{opened: 0}, 'inconclusive', 'no tunnel was opened at all: no answer'],
  [
    {opened: 1, obstacle: 'refused with 503', works: false},
    'observed',
    'after 1 tunnels, each closed before the next, there was no other (refused with 503)',
  ],
  [{works: false}, 'inconclusive', '20 tunnels were opened and closed, and the next carried nothing'],
])('%j: %s', (facts, outcome, words) => {
  const verdict = probe.judge({...base, ...facts}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(JSON.stringify(words).slice(1, -1))
})
