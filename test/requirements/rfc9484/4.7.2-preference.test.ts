/** What was got is told in words, whatever it was. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.7.2-preference/probe.js'
import {expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const BASE: Seen = {
  former: '192.0.2.7',
  unasked: '192.0.2.8',
  again: '192.0.2.9',
  wish: '192.0.2.47',
  granted: '192.0.2.47',
}

const ROWS: readonly Row<Seen>[] = [
  [
    {},
    'observed',
    'does not come again by itself, and is not given back at once to who asks for it; the wish for another one beside it was granted',
  ],
  [{unasked: '192.0.2.7'}, 'observed', 'comes again without being asked for'],
  [{again: '192.0.2.7'}, 'observed', 'is given back to who asks for it'],
  [{granted: '192.0.2.10'}, 'observed', 'was not granted'],
  [{granted: null}, 'observed', 'was not granted'],
  [{again: null}, 'observed', 'is not given back at once'],
  [{again: null, granted: null}, 'inconclusive', 'who asked for one in particular'],
  [{former: null}, 'inconclusive', 'in one of the tunnels'],
  [{unasked: null}, 'inconclusive', 'in one of the tunnels'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
