/** A refusal has one form for each family; a whole family is none. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.7.2-denial/probe.js'
import {expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const given = {wish: '8.8.8.8/32', answer: {id: '1', address: '192.0.2.7', prefixLength: 32}}
const four = {wish: '0.0.0.0/0', answer: {id: '2', address: '0.0.0.0', prefixLength: 32}}
const six = {wish: '2000::/3', answer: {id: '3', address: '::', prefixLength: 128}}
const BASE: Seen = {asked: [given, four, six], repeated: []}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', '2 requests were declined in the right form, 1 brought an address'],
  [{asked: [given]}, 'pass', '0 requests were declined in the right form, 1 brought'],
  [{asked: [{...given, answer: null}]}, 'inconclusive', 'no request was answered'],
  [
    {asked: [{...four, answer: {...four.answer, prefixLength: 24}}]},
    'fail',
    'the request for 0.0.0.0/0 was declined with 0.0.0.0/24',
  ],
  [{asked: [{...six, answer: {...six.answer, prefixLength: 32}}]}, 'fail', '::/128'],
  [{asked: [{...four, answer: {...four.answer, prefixLength: 0}}]}, 'observed', 'brought a whole family: 0.0.0.0/0'],
  [{repeated: ['::/128']}, 'concern', 'a refusal (::/128) came again'],
  [{asked: [{...given, answer: {...given.answer, address: '8.8.8.8'}}, four]}, 'observed', '8.8.8.8 was assigned'],
  [
    {asked: [{wish: '192.0.2.7/32', answer: given.answer}]},
    'inconclusive',
    'every request was granted as it was asked',
  ],
  [{asked: [{wish: '192.0.2.7/32', answer: given.answer}, four]}, 'pass', '1 requests were declined'],
  [{asked: [{wish: '192.0.2.7/32', answer: given.answer}, given]}, 'pass', '0 requests were declined'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
