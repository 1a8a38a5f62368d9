/** Dropped or delivered, both are right; what is lost accuses nobody. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/5-datagram-before-request/probe.js'
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

const yes: Seen['late'] = {kind: 'response', status: 200, what: 'it was answered with 200'}
const no = (status: number): Seen['late'] => ({kind: 'response', status, what: `it was answered with ${status}`})
const over: Seen['late'] = {kind: 'over', status: null, what: 'the stream was reset (X)'}
const silence: Seen['late'] = {kind: 'silence', status: null, what: 'there was no answer within 5000 ms'}

const base: Seen = {
  frames: true,
  plain: yes,
  plainWorks: true,
  sentAhead: 5,
  late: yes,
  lateWorks: true,
  held: 5,
  ending: null,
}

test.each<[Partial<Seen>, string, string]>([
  [{}, 'pass', 'its tunnel worked; 5 of 5 sent ahead reached the target'],
  [{held: 0}, 'pass', '0 of 5 sent ahead reached the target'],
  [{held: null}, 'pass', 'the request behind them was accepted, and its tunnel worked'],
  [{plain: no(403)}, 'inconclusive', 'a request with nothing ahead of it fails as well: it was answered with 403'],
  [{plain: no(300)}, 'inconclusive', 'fails as well'],
  [{plain: no(199)}, 'inconclusive', 'fails as well'],
  [{plain: silence, frames: false}, 'inconclusive', 'fails as well'],
  [{frames: false}, 'not-applicable', 'takes no DATAGRAM frames'],
  [{plainWorks: false}, 'inconclusive', 'no datagram crossed a tunnel with nothing ahead'],
  [{sentAhead: 0}, 'inconclusive', 'no datagram could be sent ahead'],
  [{ending: ended('peer'), late: over}, 'fail', 'the proxy closed the connection: ended by peer'],
  [{ending: ended('peer')}, 'fail', 'datagrams ahead of their request do no harm'],
  [{ending: ended('network'), late: over}, 'inconclusive', 'the connection was lost: ended by network'],
  [{late: silence}, 'inconclusive', 'there was no answer within 5000 ms'],
  [{late: {...silence, kind: 'not-sent'}}, 'inconclusive', 'of the request behind them'],
  [{late: no(429)}, 'inconclusive', 'turned away with 429'],
  [{late: no(503)}, 'inconclusive', 'turned away with 503'],
  [{late: no(400)}, 'fail', 'the request behind them failed: it was answered with 400'],
  [{late: over}, 'fail', 'the request behind them failed: the stream was reset (X)'],
  [{lateWorks: false}, 'inconclusive', 'its tunnel carried nothing, which loss alone can explain'],
])('%j: %s', (facts, outcome, words) => {
  const verdict = probe.judge({...base, ...facts}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(JSON.stringify(words).slice(1, -1))
})
