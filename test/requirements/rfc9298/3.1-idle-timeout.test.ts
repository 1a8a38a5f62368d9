/** Three tunnels must agree, and a NAT must be out of the question for ports. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/3.1-idle-timeout/probe.js'
import type {EndingSeen} from '../../../src/lib/spec/tunnel-rig.js'
import type {Left} from '../../../src/lib/stimuli/left-silent.js'

const ended = (by: 'peer' | 'us' | 'network', more: Partial<EndingSeen> = {}): EndingSeen => ({
  by,
  how: 'reset',
  scope: 'tunnel',
  code: null,
  codeName: null,
  detail: `ended by ${by}`,
  ...more,
})

const left = (more: Partial<Left> = {}): Left => ({
  before: true,
  silentMs: 4000,
  ending: null,
  after: true,
  sources: ['192.0.2.1:1', '192.0.2.1:1'],
  ...more,
})
const kept = left()
const moved = left({sources: ['192.0.2.1:1', '192.0.2.1:2']})
const silent = left({after: false, sources: ['192.0.2.1:1', null]})
const closed = left({ending: ended('peer'), after: null, sources: ['192.0.2.1:1', null]})
const lost = left({ending: ended('network'), after: null, sources: ['192.0.2.1:1', null]})
const never = left({before: false, sources: [null, null], after: false})
type Seen = Parameters<typeof probe.judge>[0]

const base: Seen = {tunnels: [kept, kept, kept], busy: true, fresh: true, isProxysOwn: true}

test.each<[Partial<Seen>, string, string]>([
  [{}, 'pass', 'after 118 s of silence all 3 tunnels forwarded as before'],
  [{tunnels: [never, never, never]}, 'inconclusive', 'no datagram crossed the tunnels even before'],
  [{busy: false}, 'inconclusive', 'a busy tunnel beside them did not last either'],
  [{tunnels: [closed, closed, closed]}, 'fail', 'within 118 s of silence, of 3 tunnels 3 were closed (ended by peer)'],
  [{tunnels: [closed, closed, closed]}, 'fail', 'a silent tunnel is kept for two minutes'],
  [{tunnels: [silent, silent, silent]}, 'fail', 'of 3 tunnels 3 stayed open and carried nothing any more'],
  [{tunnels: [closed, silent, silent]}, 'fail', '1 were closed (ended by peer), and 2 stayed open'],
  [{tunnels: [closed, silent, silent], busy: false}, 'inconclusive', 'a busy tunnel'],
  [{tunnels: [kept, closed, silent]}, 'inconclusive', 'of 3 tunnels 1 were kept, 1 closed, and 1 fell silent'],
  [
    {tunnels: [moved, moved, moved]},
    'fail',
    '3 tunnels came from elsewhere: 192.0.2.1:1, then 192.0.2.1:2; 192.0.2.1:1',
  ],
  [{tunnels: [moved, moved, moved]}, 'fail', 'a silent tunnel keeps its port for two minutes'],
  [
    {tunnels: [moved, moved, moved], isProxysOwn: false},
    'inconclusive',
    'which a NAT between proxy and target can explain',
  ],
  [{tunnels: [kept, moved, kept]}, 'inconclusive', '1 tunnels came from elsewhere'],
  [{tunnels: [kept, kept, never]}, 'inconclusive', '2 were kept'],
  [{tunnels: [lost, lost, lost]}, 'inconclusive', '0 were kept, 0 closed, and 0 fell silent'],
])('%j: %s', (facts, outcome, words) => {
  const verdict = probe.judge({...base, ...facts}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(JSON.stringify(words).slice(1, -1))
})
