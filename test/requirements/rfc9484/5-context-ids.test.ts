import probe from '../../../src/lib/requirements/rfc9484/5-context-ids/probe.js'
import {judges} from '../support/judging.js'

const good = {echoed: true, strange: [], allocated: []}

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'no echo crossed'],
  ['context 0 alone', good, 'pass', 'none was given out'],
  ['odd ones', {...good, allocated: ['1', '5']}, 'pass', 'given out: 1, 5'],
  ['odd ones in silence', {...good, echoed: false, allocated: ['1']}, 'inconclusive', 'no echo'],
  ['an even one', {...good, echoed: false, allocated: ['1', '4']}, 'fail', 'it gave out 4'],
  ['one twice', {...good, allocated: ['1', '3', '1']}, 'fail', '1 was given out again'],
  ['something strange', {...good, strange: ['3333', '44']}, 'fail', 'beginning with 0x3333'],
])
