/** A stream that outlives its socket, and a socket that outlives the test. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/3.1-idle-close-closes-stream/probe.js'
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
  [{}, 'inconclusive', 'the socket outlived 4 s of silence'],
  [{tunnels: [kept, left({silentMs: 9000})]}, 'inconclusive', 'the socket outlived 9 s'],
  [{tunnels: [never]}, 'inconclusive', 'even before the silence'],
  [{busy: false, tunnels: [silent]}, 'inconclusive', 'a busy tunnel, or a new one, carried nothing'],
  [{fresh: false, tunnels: [silent]}, 'inconclusive', 'a busy tunnel, or a new one, carried nothing'],
  [
    {tunnels: [kept, silent, closed]},
    'fail',
    'after 4 s of silence the stream was still open, and nothing crossed the tunnel any more',
  ],
  [{tunnels: [silent]}, 'fail', 'the stream is closed with the socket'],
  [
    {tunnels: [kept, moved, closed]},
    'fail',
    'after 4 s of silence the tunnel came from 192.0.2.1:2 instead of 192.0.2.1:1, and the stream was still open',
  ],
  [{tunnels: [moved]}, 'fail', 'the stream is closed with the socket'],
  [{tunnels: [moved], isProxysOwn: false}, 'inconclusive', 'which a NAT between proxy and target can explain'],
  [{tunnels: [kept, closed]}, 'pass', 'within 4 s of silence the proxy closed the stream: ended by peer'],
  [{tunnels: [lost]}, 'inconclusive', 'outlived'],
])('%j: %s', (facts, outcome, words) => {
  const verdict = probe.judge({...base, ...facts}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(JSON.stringify(words).slice(1, -1))
})
