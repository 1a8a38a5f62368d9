/** Every way to take it is told, and none is judged. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/3.1-half-close/probe.js'
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

const base: Seen = {before: true, answersAfter: 1, ending: ended('peer', {how: 'finished'}), afterMs: 400, beside: true}

test.each<[Partial<Seen>, string, string]>([
  [{}, 'observed', 'the proxy ended its direction as well; answers on their way still came'],
  [{answersAfter: 0}, 'observed', 'the proxy ended its direction as well; answers on their way did not come any more'],
  [
    {ending: ended('peer', {codeName: 'H3_NO_ERROR (0x100)', code: '256'})},
    'observed',
    'broke the tunnel off (reset, H3_NO_ERROR (0x100))',
  ],
  [{ending: ended('peer', {code: '7'})}, 'observed', 'broke the tunnel off (reset, 7)'],
  [{ending: ended('peer')}, 'observed', 'broke the tunnel off (reset);'],
  [{ending: ended('network')}, 'inconclusive', 'the tunnel was lost: ended by network'],
  [{ending: null}, 'observed', 'left its direction open for 400 ms at least; answers on their way still came'],
  [{ending: null, beside: false}, 'observed', 'still came'],
  [{ending: null, answersAfter: 0}, 'observed', 'did not come any more'],
  [{ending: null, answersAfter: 0, beside: false}, 'inconclusive', 'a tunnel beside it fell silent, too'],
  [{before: false}, 'inconclusive', 'no datagram was delivered before'],
])('%j: %s', (facts, outcome, words) => {
  const verdict = probe.judge({...base, ...facts}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(JSON.stringify(words).slice(1, -1))
})
