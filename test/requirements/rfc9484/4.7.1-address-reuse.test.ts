/** How soon is told, and nobody is accused; what was never answered decides nothing. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.7.1-address-reuse/probe.js'
import {expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const another = {afterMs: 40, answered: true, given: false, strays: 0}
const BASE: Seen = {held: '192.0.2.7', shared: false, tries: [another, another, another]}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', '192.0.2.7 was given to nobody else within 6 s after its holder had gone'],
  [{held: null, tries: []}, 'inconclusive', 'the first client was given no address'],
  [{shared: true, tries: []}, 'observed', '192.0.2.7 was given to a second client while the first had it'],
  [
    {tries: [{...another, given: true}]},
    'observed',
    'another client 40 ms after its holder had gone, and no answer to',
  ],
  [{tries: [another, {...another, afterMs: 2060, given: true, strays: 3}]}, 'observed', '2060 ms after its holder had'],
  [{tries: [{...another, given: true, strays: 3}]}, 'observed', 'and 3 answers to its former holder came there'],
  [{tries: [another, another]}, 'inconclusive', 'nobody answered'],
  [{tries: [another, another, {...another, answered: false}]}, 'inconclusive', 'nobody answered'],
  [{tries: []}, 'inconclusive', 'nobody answered'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
