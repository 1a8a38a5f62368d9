/** What comes through is a tunnel; what may be out of reach is not held against it. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.1-success-means-tunnel/probe.js'
import {expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const BASE: Seen = {addresses: ['192.0.2.7'], routes: 2, echoed: true, arrived: true, waitedMs: 100}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'with 1 addresses and 2 routes an ICMP echo came back through the tunnel, and UDP arrived'],
  [{arrived: false}, 'pass', 'came back through the tunnel'],
  [{echoed: false}, 'pass', 'a UDP packet reached the responder'],
  [{echoed: false, arrived: null}, 'inconclusive', '1 addresses and 2 routes came, and no echo'],
  [
    {addresses: [], echoed: false, arrived: null, waitedMs: 15_000},
    'observed',
    'within 15 s after the success 0 addresses and 2 routes came',
  ],
  [{addresses: [], echoed: false, arrived: null, waitedMs: 14_999}, 'inconclusive', 'the tunnel ended before'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
