/** One direction is told apart from the other, and from a way that carries no empty packets at all. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/5-empty-payload/probe.js'
import type {EndingSeen} from '../../../src/lib/spec/tunnel-rig.js'

const ended = (by: 'peer' | 'us' | 'network', more: Partial<EndingSeen> = {}): EndingSeen => ({
  by,
  how: 'reset',
  scope: 'tunnel',
  code: null,
  codeName: null,
  detail: `ended by ${by}`,
  ...more,
})
type Seen = Parameters<typeof probe.judge>[0]

const base: Seen = {before: true, after: true, up: true, down: true, ending: null}

test.each<[Partial<Seen>, string, string]>([
  [{}, 'pass', 'empty packets passed in both directions'],
  [{before: false}, 'inconclusive', 'no datagram crossed the tunnel at all'],
  [{ending: ended('peer')}, 'fail', 'the proxy ended it at an empty packet: ended by peer'],
  [{ending: ended('network')}, 'pass', 'both directions'],
  [{after: false}, 'inconclusive', 'fell silent'],
  [{down: false}, 'observed', 'none of the target came back'],
  [{up: false}, 'observed', 'none reached the target'],
  [{up: false, down: false}, 'inconclusive', 'not shown to carry empty packets'],
  [{up: true, down: null}, 'inconclusive', 'not shown to carry empty packets'],
  [{up: null, down: true}, 'inconclusive', 'not shown to carry empty packets'],
  [{up: false, down: null}, 'inconclusive', 'not shown to carry empty packets'],
])('%j: %s', (facts, outcome, words) => {
  const verdict = probe.judge({...base, ...facts}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(JSON.stringify(words).slice(1, -1))
})
