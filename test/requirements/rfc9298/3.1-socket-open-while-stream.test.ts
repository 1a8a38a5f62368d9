/** Another port is judged only where nobody translates; another address is a pool. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/3.1-socket-open-while-stream/probe.js'
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
  [{}, 'pass', 'address and port stayed the same over gaps of 4000, 4000, 4000 ms'],
  [{tunnels: [never]}, 'inconclusive', 'no datagram crossed the tunnels at all'],
  [{tunnels: [kept, moved]}, 'fail', 'after a gap of 4000 ms the tunnel came from 192.0.2.1:2 instead of 192.0.2.1:1'],
  [{tunnels: [kept, moved], busy: false}, 'fail', 'address and port stay as long as the stream is open'],
  [{tunnels: [kept, moved], isProxysOwn: false}, 'inconclusive', 'which a NAT between proxy and target can explain'],
  [{tunnels: [left({sources: ['192.0.2.1:1', '192.0.2.2:1']})]}, 'concern', 'another address, as of a pool'],
  [{busy: false, tunnels: [silent]}, 'inconclusive', 'a busy tunnel beside them did not last either'],
  [
    {tunnels: [kept, silent]},
    'fail',
    'after a gap of 4000 ms nothing crossed the tunnel any more, and the stream was still open',
  ],
  [{tunnels: [kept, silent]}, 'fail', 'the socket stays open as long as the stream is'],
  [{tunnels: [kept, closed]}, 'inconclusive', 'the proxy closed the stream within 4000 ms: ended by peer'],
  [{tunnels: [kept, lost]}, 'inconclusive', 'some of the tunnels were lost'],
  [{tunnels: [kept, never]}, 'inconclusive', 'some of the tunnels were lost'],
])('%j: %s', (facts, outcome, words) => {
  const verdict = probe.judge({...base, ...facts}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(JSON.stringify(words).slice(1, -1))
})
