/** Aborting and putting up with it are both told; what cannot be told apart is said so. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.7.2-zero-id/probe.js'
import {LOST, RESET, expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const open = {name: 'a good request', before: true, ending: null, after: true, answers: 1}
const zero = {name: 'Request ID 0', before: true, ending: RESET, after: false, answers: 0}
const repeated = {...zero, name: 'a repeated Request ID'}
const BASE: Seen = {control: open, zero, repeated}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'Request ID 0 ended the stream; a repeated Request ID ended the stream'],
  [
    {zero: {...open, name: 'Request ID 0'}},
    'observed',
    'Request ID 0 was answered, and the tunnel went on forwarding; a repeated Request ID ended',
  ],
  [
    {repeated: {...open, name: 'a repeated Request ID', answers: 0}},
    'observed',
    'a repeated Request ID was ignored, and',
  ],
  [
    {zero: {...zero, ending: null}},
    'inconclusive',
    'neither an end of the stream nor a canary was seen after Request ID 0',
  ],
  [{repeated: {...repeated, ending: LOST}}, 'inconclusive', 'after a repeated Request ID'],
  [{control: {...open, ending: RESET}}, 'inconclusive', 'a good capsule ended its stream as well'],
  [{control: {...open, before: false}}, 'inconclusive', 'no canary crossed'],
  [{zero: {...open, before: false}}, 'inconclusive', 'no canary crossed the tunnel before'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
