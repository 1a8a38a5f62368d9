/** Fields and octets that are none of a tunnel's are told; an empty stream is nothing. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4-no-content/probe.js'
import {LOST, RESET, expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const BASE: Seen = {status: 200, fields: [], arrivals: 2, firstType: '1', ending: null}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'the success (200) has no field of content'],
  [{firstType: null}, 'pass', 'what followed it was capsules'],
  [{firstType: '3', ending: RESET}, 'pass', 'no field of content'],
  [{status: null}, 'inconclusive', 'no request for an IP tunnel succeeded'],
  [
    {fields: ['content-length: "0"', 'content-type: "x"']},
    'observed',
    'the success (200) has content-length: "0", content-type: "x"',
  ],
  [
    {ending: {...LOST, by: 'us', detail: 'a capsule was cut off'}},
    'observed',
    'no sequence of capsules: a capsule was cut off',
  ],
  [{firstType: '3915'}, 'observed', 'a capsule of type 3915'],
  [{arrivals: 0, firstType: null}, 'inconclusive', 'nothing came on the stream'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
