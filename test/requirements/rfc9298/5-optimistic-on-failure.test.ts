/** A request that is refused, one that is broken off, and one that ought to have been. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/5-optimistic-on-failure/probe.js'
type Seen = Parameters<typeof probe.judge>[0]
type Early = Seen['permitted']
type Told = Early['told']

const yes: Told = {kind: 'response', status: 200, what: 'it was answered with 200'}
const no: Told = {kind: 'response', status: 501, what: 'it was answered with 501'}
const over: Told = {kind: 'over', status: null, what: 'the stream was reset (X)'}
const silence: Told = {kind: 'silence', status: null, what: 'there was no answer'}
const good: Early = {name: '', told: yes, reached: 6}
const bad: Early = {name: 'for an unknown protocol', told: no, reached: 0}

test.each<[Early, readonly Early[], string, string]>([
  [
    good,
    [bad],
    'pass',
    'a request for an unknown protocol was refused with 501, and nothing behind it arrived, while of a permitted request 6 did',
  ],
  [{...good, told: silence}, [], 'inconclusive', 'the permitted request fails as well: there was no answer'],
  [{...good, told: no}, [bad], 'inconclusive', 'the permitted request fails as well'],
  [good, [], 'inconclusive', 'none of the requests that should be was refused'],
  [good, [{...bad, told: yes}], 'inconclusive', 'none of the requests that should be was refused'],
  [good, [{...bad, told: silence}], 'inconclusive', 'none of the requests that should be was refused'],
  [
    good,
    [
      {...bad, told: yes},
      {...bad, name: 'for another server'},
    ],
    'pass',
    'a request for another server was refused',
  ],
  [good, [{...bad, reached: null}], 'inconclusive', 'it must be a responder'],
  [good, [{...bad, reached: 1}], 'fail', 'refused with 501, yet 1 datagrams right behind it reached the target'],
  [good, [{...bad, reached: 1}], 'fail', 'nothing is relayed for a request that is refused'],
  [{...good, reached: 0}, [bad], 'inconclusive', 'early datagrams of a permitted request do not arrive either'],
  [{...good, reached: null}, [bad], 'inconclusive', 'do not arrive either'],
  [{...good, reached: 0}, [{...bad, reached: 2}], 'fail', 'yet 2 datagrams'],
  [
    good,
    [{...bad, told: over}],
    'observed',
    'a request for an unknown protocol was broken off: the stream was reset (X); nothing was relayed',
  ],
  [good, [{...bad, told: over, reached: 3}], 'fail', 'broken off: the stream was reset (X), yet 3 datagrams'],
  [
    good,
    [
      {...bad, told: over},
      {...bad, name: 'for another server'},
    ],
    'pass',
    'for another server was refused',
  ],
])('%j, %j: %s', (permitted, denied, outcome, words) => {
  const verdict = probe.judge({permitted, denied}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(words)
})
