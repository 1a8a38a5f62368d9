/** What was withdrawn in words is no fault; what stops in silence is. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.1-maintain-assignments/probe.js'
import {LOST, RESET, expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const BASE: Seen = {before: true, ending: null, stoodMs: 600_000, after: true, fresh: null, isWithdrawn: false}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'the assigned address still worked after 600 s'],
  [{ending: RESET, after: false, stoodMs: 90_400}, 'pass', 'the proxy closed the stream after 90 s'],
  [{after: false, fresh: true, isWithdrawn: true}, 'pass', 'withdrawn by a capsule'],
  [{after: false, fresh: true}, 'fail', 'after 600 s nothing crossed the tunnel, nothing had been withdrawn'],
  [{after: false, fresh: false}, 'inconclusive', 'the tunnel fell silent'],
  [{ending: LOST}, 'inconclusive', 'lost meanwhile'],
  [{before: false}, 'inconclusive', 'no echo even when it was new'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
