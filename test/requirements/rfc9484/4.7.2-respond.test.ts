/** What is missing on a live stream accuses; what is missing on a dead one does not. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.7.2-respond/probe.js'
import {LOST, RESET, expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const given = {wish: '0.0.0.0/32', answer: 'address'} as const
const open = {wish: '::/128', answer: null}
const BASE: Seen = {
  asked: [given, {wish: '::/64', answer: 'refusal'}],
  ending: null,
  hasAddress: true,
  tookMs: 15_000,
  control: {opened: true, ending: null},
}
const refused = [{wish: '0.0.0.0/32', answer: 'refusal'}] as const

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'each of 2 requests was answered'],
  [{ending: RESET}, 'pass', 'each of 2 requests was answered'],
  [{asked: [given, open]}, 'fail', 'no answer to ::/128 within 15000 ms'],
  [{asked: [given, open], ending: RESET}, 'fail', 'the valid request ended the stream: the proxy reset'],
  [{asked: [given, open], ending: LOST}, 'inconclusive', 'the tunnel ended before the answers: it timed out'],
  [{asked: [open], control: {opened: false, ending: null}}, 'inconclusive', 'no further tunnel could be opened'],
  [{asked: []}, 'inconclusive', 'nothing was answered'],
  [
    {asked: [open], control: {opened: true, ending: RESET}},
    'inconclusive',
    'on which nothing was asked for ended as well',
  ],
  [{asked: refused}, 'concern', 'all of them were declined, though an address had been assigned unasked'],
  [{asked: refused, hasAddress: false}, 'observed', 'each of 1 requests was answered, and all of them were declined'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
