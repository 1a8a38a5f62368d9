/** Overlap alone is no fault: what it does is told. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.7.1-overlap-between-clients/probe.js'
import {expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const one = {name: 'the first tunnel', prefixes: ['192.0.2.7/32'], before: true, after: true}
const two = {name: 'one on another connection', prefixes: ['192.0.2.7/32'], before: true, after: true}
const overlaps = ['192.0.2.7/32 of the first tunnel, 192.0.2.7/32 of one on another connection']
const BASE: Seen = {clients: [one, two], overlaps: []}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', '2 tunnels at a time were given addresses of their own'],
  [{overlaps}, 'pass', 'and every answer reached the tunnel it was for'],
  [{clients: [{...one, after: false}, two], overlaps}, 'observed', 'answers no longer reach the first tunnel'],
  [{clients: [{...one, before: false, after: false}, two], overlaps}, 'inconclusive', 'no echo came back even before'],
  [{clients: [one, {...two, prefixes: []}]}, 'inconclusive', 'only 1 tunnels with an address'],
  [{clients: []}, 'inconclusive', 'only 0 tunnels'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
