/** Only a path that is missing, beside a template that works, is worth a warning. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/3-default-template/probe.js'
import {expectJudged, type Row} from '../support/judged.js'
import {NOT_ASKED, type Asked} from '../../../src/lib/stimuli/ask-ip.js'

type Seen = Parameters<typeof probe.judge>[0]

const accepted: Asked = {...NOT_ASKED, kind: 'success', status: 200}
const refused = (status: number): Asked => ({...NOT_ASKED, kind: 'refused', status})
const BASE: Seen = {control: accepted, literal: accepted, encoded: accepted}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'the default path is served'],
  [{literal: refused(401), encoded: refused(407)}, 'pass', 'the default path is served'],
  [{literal: refused(403)}, 'pass', 'the default path is served'],
  [{control: refused(404)}, 'inconclusive', 'by the template that is known was refused with 404'],
  [{literal: refused(404), encoded: refused(405)}, 'concern', 'the default path was refused with 405, though'],
  [
    {literal: refused(404)},
    'concern',
    "served with '%2A' for the wildcard only: the other way to write it was refused with 404",
  ],
  [{encoded: refused(404)}, 'concern', "served with '*' for the wildcard only"],
  [{encoded: refused(500)}, 'inconclusive', "accepted with 200 with '*', and refused with 500 with '%2A'"],
  [{literal: refused(404), encoded: refused(400)}, 'inconclusive', 'refused with 400'],
  [{literal: refused(404), encoded: NOT_ASKED}, 'inconclusive', 'not answered'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
