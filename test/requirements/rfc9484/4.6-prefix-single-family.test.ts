/** Addresses and routes of the other family are named. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.6-prefix-single-family/probe.js'
import {expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const four = {family: 4, target: '203.0.113.7/32', addresses: ['192.0.2.7'], routes: ['203.0.113.7']} as const
const six = {
  family: 6,
  target: '2001:db8::7/128',
  addresses: ['2001:db8:1::9'],
  routes: ['2001:db8::-2001:db8::ff'],
} as const
const BASE: Seen = {scopes: [four, six]}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'of the family of the prefix only: 203.0.113.7/32, 2001:db8::7/128'],
  [{scopes: [four, {...six, addresses: [], routes: []}]}, 'pass', 'only: 203.0.113.7/32'],
  [
    {scopes: [{...four, addresses: ['192.0.2.7', '2001:db8:1::9']}]},
    'observed',
    'the tunnel to 203.0.113.7/32 was given 2001:db8:1::9',
  ],
  [{scopes: [four, {...six, routes: ['203.0.113.0-203.0.113.255']}]}, 'observed', 'given 203.0.113.0-203.0.113.255'],
  [{scopes: [{...four, addresses: [], routes: []}]}, 'inconclusive', 'neither an address nor a route came'],
  [{scopes: [{...four, addresses: []}]}, 'pass', 'only'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
