/** Spellings of one value are one value; what is encoded twice is another. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.1-percent-decoding/probe.js'
import {LOST, RESET, expectJudged, type Row} from '../support/judged.js'
import {NOT_ASKED, type Asked} from '../../../src/lib/stimuli/ask-ip.js'

type Seen = Parameters<typeof probe.judge>[0]

const accepted: Asked = {...NOT_ASKED, kind: 'success', status: 200}
const refused = (status: number): Asked => ({...NOT_ASKED, kind: 'refused', status})
const same = [{name: 'lower-case digits', asked: accepted}]
const BASE: Seen = {hasTarget: true, plain: accepted, same, twice: refused(400)}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'one that was encoded twice was refused'],
  [{twice: {...NOT_ASKED, kind: 'ended', ending: RESET}}, 'pass', 'one that was encoded twice was refused'],
  [{hasTarget: false}, 'not-applicable', 'the template has no {target}'],
  [{plain: refused(403)}, 'inconclusive', 'the plain form was refused with 403'],
  [
    {same: [{name: 'lower-case digits', asked: refused(404)}]},
    'observed',
    'but with lower-case digits it was refused with 404',
  ],
  [
    {same: [{name: 'lower-case digits', asked: NOT_ASKED}]},
    'inconclusive',
    'the form with lower-case digits was not answered',
  ],
  [
    {same: [{name: 'x', asked: {...NOT_ASKED, kind: 'ended', ending: LOST}}]},
    'inconclusive',
    'the form with x was given up',
  ],
  [{twice: accepted}, 'observed', 'it is decoded twice, or not looked at'],
  [{twice: NOT_ASKED}, 'inconclusive', 'the form with the percent sign encoded was not answered'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
