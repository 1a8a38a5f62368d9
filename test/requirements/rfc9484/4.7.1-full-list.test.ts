/** An address that is left out is told of with what became of it. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.7.1-full-list/probe.js'
import {expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const BASE: Seen = {first: '192.0.2.7', second: '192.0.2.8', isListed: true, stillWorks: null, worked: true}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'that brought 192.0.2.8 lists 192.0.2.7 as well'],
  [{first: null, second: null}, 'inconclusive', 'no address was assigned'],
  [{second: null}, 'inconclusive', 'and no second address when one was asked for'],
  [{isListed: false, worked: false}, 'inconclusive', 'leaves out 192.0.2.7, from which no echo came back even before'],
  [{isListed: false, stillWorks: null}, 'inconclusive', 'from which no echo'],
  [{isListed: false, stillWorks: true}, 'observed', 'which went on working for more than 10 s'],
  [{isListed: false, stillWorks: false}, 'observed', 'which worked no more: a legal removal'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
