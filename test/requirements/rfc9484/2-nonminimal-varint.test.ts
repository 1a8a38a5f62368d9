/** Only an end, another Request ID or a request passed over accuses; an echo that falls silent does not. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/2-nonminimal-varint/probe.js'
import {LOST, RESET, expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const good = {name: 'a wide one', isAnswered: true, isNextAnswered: true, strange: [], ending: null}
const BASE: Seen = {control: good, trials: [good], echo: {shortest: true, wide: true, ending: null}}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'requests were answered with a wide one, and a Context ID of 2 octets was read'],
  [{control: {...good, isAnswered: false}}, 'inconclusive', 'in the shortest form was not answered'],
  [{control: {...good, ending: RESET}}, 'inconclusive', 'in the shortest form ended the stream'],
  [{trials: [good, {...good, ending: RESET}]}, 'fail', 'a wide one ended the stream: the proxy reset'],
  [{trials: [{...good, ending: LOST}]}, 'pass', 'requests were answered'],
  [{trials: [{...good, isAnswered: false, strange: ['64']}]}, 'fail', 'an answer came with Request ID 64'],
  [{trials: [{...good, strange: ['64']}]}, 'pass', 'requests were answered'],
  [{trials: [{...good, isAnswered: false}]}, 'fail', 'a wide one was passed over, and the next request answered'],
  [
    {trials: [{...good, isAnswered: false, isNextAnswered: false}]},
    'inconclusive',
    'with a wide one was not answered, and none after it',
  ],
  [{echo: {shortest: true, wide: false, ending: RESET}}, 'fail', 'a Context ID of 2 octets ended the stream'],
  [{echo: {shortest: true, wide: false, ending: LOST}}, 'inconclusive', 'did not come back'],
  [{echo: {shortest: true, wide: false, ending: null}}, 'inconclusive', 'did not come back'],
  [{echo: {shortest: false, wide: false, ending: RESET}}, 'inconclusive', 'did not come back'],
  [{trials: []}, 'inconclusive', 'did not come back'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
