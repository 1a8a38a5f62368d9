/** Whether a response says Capsule-Protocol: what counts as saying it, and that only of a tunnel it is asked. */
import probe from '../../../src/lib/requirements/rfc9297/3.4-should-send/probe.js'
import {judgeTable} from '../support/judge-table.js'

judgeTable(probe, {status: 200, isSuccess: true, lines: ['?1']}, [
  [{}, 'pass', 'the response says Capsule-Protocol: ?1'],
  [{lines: ['?1;x=1']}, 'pass', '?1'],
  [{lines: []}, 'fail', 'the response lacks the field'],
  [{lines: ['?0']}, 'fail', 'it says "?0"'],
  [{lines: ['1']}, 'fail', 'it says "1"'],
  [{lines: ['?1', '?1']}, 'fail', 'it says "?1, ?1"'],
  [{status: 403, isSuccess: false}, 'not-applicable', 'no tunnel was opened (403)'],
  [{status: null, isSuccess: false, lines: []}, 'inconclusive', 'was not answered'],
])
