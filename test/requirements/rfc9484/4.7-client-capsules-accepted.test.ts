/** The end of the tunnel is told; silence is not. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.7-client-capsules-accepted/probe.js'
import {LOST, RESET, expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const BASE: Seen = {before: true, after: true, ending: null}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'the tunnel went on forwarding'],
  [{before: false}, 'inconclusive', 'before the capsules were sent'],
  [
    {after: false, ending: RESET},
    'observed',
    'the proxy ended the tunnel on ADDRESS_ASSIGN and ROUTE_ADVERTISEMENT: the proxy reset',
  ],
  [{after: false, ending: LOST}, 'inconclusive', 'after the capsules, which loss alone'],
  [{after: false}, 'inconclusive', 'after the capsules, which loss alone'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
