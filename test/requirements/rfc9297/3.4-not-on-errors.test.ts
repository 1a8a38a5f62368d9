/** A true value is wrong; anything else means nothing, and is odd. */
import probe from '../../../src/lib/requirements/rfc9297/3.4-not-on-errors/probe.js'
import {judgeTable} from '../support/judge-table.js'

const refusal = (...lines: string[]): {asked: string; status: number; lines: string[]} => ({
  asked: 'a tunnel to port 0',
  status: 400,
  lines,
})

judgeTable(probe, {refusals: [refusal(), refusal()]}, [
  [{}, 'pass', 'none of 2 refusals carried Capsule-Protocol'],
  [{refusals: []}, 'inconclusive', 'no request was refused'],
  [
    {refusals: [refusal(), refusal('?1')]},
    'fail',
    'a tunnel to port 0 was refused with 400 and Capsule-Protocol: "?1"',
  ],
  [{refusals: [refusal('?1')]}, 'fail', 'no Capsule-Protocol on a refusal'],
  [{refusals: [refusal('?0'), refusal('?1')]}, 'fail', '"?1"'],
  [{refusals: [refusal('?1;a=b')]}, 'fail', '"?1;a=b"'],
  [{refusals: [refusal('?0')]}, 'concern', '"?0", which means the same as none'],
  [{refusals: [refusal('1')]}, 'concern', '"1", which means'],
  [{refusals: [refusal('?1', '?1')]}, 'concern', '"?1, ?1"'],
])
