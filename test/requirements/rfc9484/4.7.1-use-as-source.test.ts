/** What does not work of a prefix is named; a prefix of one address decides nothing. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.7.1-use-as-source/probe.js'
import {expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const inside = {from: '192.0.2.3', where: 'inside', answered: true} as const
const first = {from: '192.0.2.0', where: 'first', answered: true} as const
const last = {from: '192.0.2.7', where: 'last', answered: true} as const
const BASE: Seen = {prefix: '192.0.2.0/29', works: [inside, first, last], isTranslated: false}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'echoes came back to all 3 addresses of 192.0.2.0/29'],
  [{isTranslated: null}, 'pass', 'all 3'],
  [{prefix: null, works: []}, 'inconclusive', 'no prefix that covers more than one address'],
  [{works: [{...inside, answered: false}]}, 'inconclusive', 'no echo came back from any address of 192.0.2.0/29'],
  [{works: [{...inside, answered: false}, first]}, 'observed', 'some addresses work and others do not: 192.0.2.3'],
  [{isTranslated: true}, 'observed', 'packets leave the proxy from another address'],
  [
    {works: [inside, {...first, answered: false}, {...last, answered: false}]},
    'observed',
    'but for its first address 192.0.2.0 and last address 192.0.2.7',
  ],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
