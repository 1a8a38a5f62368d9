/** Only a tunnel that stands, and carries nothing where a new one does, accuses. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.1-idle-close/probe.js'
import {LOST, RESET, expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const BASE: Seen = {before: true, ending: null, stoodMs: 310_000, after: true, fresh: null}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'the tunnel still carried after 5.2 minutes'],
  [
    {ending: RESET, after: false, stoodMs: 240_000},
    'pass',
    'the proxy closed the stream after 4 minutes without a packet: the proxy reset',
  ],
  [{after: false, fresh: true}, 'fail', 'after 5.2 minutes without a packet nothing crossed the tunnel'],
  [{after: false, fresh: false}, 'inconclusive', 'the tunnel fell silent, and so was a new one'],
  [{after: false}, 'inconclusive', 'and so was a new one'],
  [{ending: LOST, after: false}, 'inconclusive', 'the connection was lost meanwhile: it timed out'],
  [{before: false}, 'inconclusive', 'no echo even when it was new'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
