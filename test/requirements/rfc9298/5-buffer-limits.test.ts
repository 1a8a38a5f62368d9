/** What is missing is compared with what the way loses. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/5-buffer-limits/probe.js'
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

const yes: Seen['told'] = {kind: 'response', status: 200, what: 'it was answered with 200'}
const no = (status: number): Seen['told'] => ({kind: 'response', status, what: `it was answered with ${status}`})
const over: Seen['told'] = {kind: 'over', status: null, what: 'the stream was reset (X)'}
const silence: Seen['told'] = {kind: 'silence', status: null, what: 'there was no answer within 5000 ms'}

const base: Seen = {
  frames: true,
  sent: 5000,
  told: yes,
  works: true,
  delivered: 32,
  sentAfter: 500,
  deliveredAfter: 500,
  ending: null,
}

test.each<[Partial<Seen>, string, string]>([
  [{}, 'pass', '32 of 5000 datagrams ahead of the request reached the target, and the connection stayed healthy'],
  [{delivered: 0}, 'pass', '0 of 5000'],
  [{frames: false}, 'not-applicable', 'takes no DATAGRAM frames'],
  [{frames: false, told: silence}, 'inconclusive', 'no tunnel was opened behind the datagrams: there was no answer'],
  [
    {ending: ended('peer')},
    'fail',
    'after 5000 datagrams ahead of a request the proxy closed the connection: ended by peer',
  ],
  [{ending: ended('peer')}, 'fail', 'the connection stays healthy'],
  [{ending: ended('us')}, 'inconclusive', 'the connection was lost: ended by us'],
  [{told: no(503)}, 'inconclusive', 'it was answered with 503'],
  [{told: over}, 'inconclusive', 'the stream was reset (X)'],
  [{works: false}, 'inconclusive', 'carried nothing'],
  [{delivered: null}, 'inconclusive', 'it must be a responder'],
  [{deliveredAfter: null}, 'inconclusive', 'it must be a responder'],
  [{sentAfter: 0}, 'inconclusive', 'too much is lost'],
  [{deliveredAfter: 49}, 'inconclusive', 'too much is lost'],
  [{deliveredAfter: 50}, 'pass', '32 of 5000'],
  [{delivered: 4001}, 'fail', '4001 of 5000 datagrams ahead of the request reached the target: no limit is to be seen'],
  [{delivered: 4001}, 'fail', 'only so many are held'],
  [{delivered: 4000}, 'inconclusive', 'the way lost much as well'],
  [{delivered: 2501}, 'inconclusive', 'the way lost much'],
  [{delivered: 2500}, 'pass', '2500 of 5000'],
  [{delivered: 2500, deliveredAfter: 250}, 'fail', 'no limit'],
])('%j: %s', (facts, outcome, words) => {
  const verdict = probe.judge({...base, ...facts}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(JSON.stringify(words).slice(1, -1))
})
