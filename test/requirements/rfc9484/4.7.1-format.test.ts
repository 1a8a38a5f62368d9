/** One malformed capsule is enough, and none at all decides nothing. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.7.1-format/probe.js'
import {expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const good = {entries: [{id: '0', address: '192.0.2.7', prefixLength: 32}], problems: []}
const BASE: Seen = {capsules: [good, {entries: [], problems: []}]}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'ADDRESS_ASSIGN came 2 times, with 1 entries in all'],
  [{capsules: []}, 'inconclusive', 'no ADDRESS_ASSIGN came'],
  [{capsules: [good, {entries: [], problems: ['an octet too many']}]}, 'fail', 'in one of them: an octet too many'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
