/** 0 is always right for what nobody asked for; what was never used is always wrong. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.7.1-request-id/probe.js'
import {expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const entry = {address: '192.0.2.7', prefixLength: 32}
const answer = {...entry, id: '101'}
const refusal = {id: '102', address: '::', prefixLength: 128}
const BASE: Seen = {asked: ['101', '102'], before: [{...entry, id: '0'}], after: [answer, refusal]}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'answers carry the Request IDs of their requests (101, 102), all else 0'],
  [{after: [{...entry, id: '0'}, answer]}, 'pass', 'what was assigned unasked is repeated with 0'],
  [{after: [{id: '0', address: '::', prefixLength: 128}, answer]}, 'pass', '(101, 102), all else 0'],
  [{before: []}, 'pass', 'answers carry'],
  [{before: [answer]}, 'fail', 'before any request there came 192.0.2.7/32 (Request ID 101)'],
  [{after: [{...entry, id: '7'}, answer]}, 'fail', '192.0.2.7/32 (Request ID 7), which was never used'],
  [{before: [], after: []}, 'inconclusive', 'no ADDRESS_ASSIGN came'],
  [{after: []}, 'inconclusive', 'what came answers no request'],
  [{after: [{...entry, id: '0'}]}, 'inconclusive', 'what came answers no request'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
