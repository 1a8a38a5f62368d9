/** What becomes of HEADERS on an open tunnel: the right end, another one, none, and no knowledge of it. */
import probe from '../../../src/lib/requirements/rfc9297/3.2-frames-on-stream/probe.js'
import {closedWith, TIMED_OUT} from '../support/endings.js'
import {judgeTable} from '../support/judge-table.js'

const PASSED_OVER = {before: true, acknowledged: true, ending: null, over: null, after: true}
const RIGHT = closedWith('H3_FRAME_UNEXPECTED (0x105)')
const reset = {how: 'reset', code: '1', codeName: 'PROTOCOL_ERROR (0x1)'} as const

judgeTable(probe, PASSED_OVER, [
  [{}, 'fail', 'was passed over, and a datagram behind it came back'],
  [{}, 'fail', 'the connection is closed with H3_FRAME_UNEXPECTED (0x105)'],
  [{ending: RIGHT, after: false}, 'pass', 'closed with H3_FRAME_UNEXPECTED'],
  [{ending: RIGHT}, 'pass', 'closed with H3_FRAME_UNEXPECTED'],
  [{ending: RIGHT, acknowledged: false}, 'pass', 'closed with H3_FRAME_UNEXPECTED'],
  [{ending: closedWith('H3_FRAME_UNEXPECTED_TOO (0x1)')}, 'concern', 'closed with H3_FRAME_UNEXPECTED_TOO'],
  [{ending: closedWith('H3_NO_ERROR (0x100)')}, 'concern', 'closed with H3_NO_ERROR (0x100) and not with'],
  [{ending: closedWith(null)}, 'concern', 'closed with no code and not with'],
  [{ending: TIMED_OUT}, 'inconclusive', 'the connection was lost: nothing came any more'],
  [{over: reset}, 'concern', 'the stream was reset with PROTOCOL_ERROR (0x1), where the connection should be'],
  [{over: {...reset, how: 'stopped'}}, 'concern', 'the stream was stopped with PROTOCOL_ERROR'],
  [{over: {how: 'fin'}}, 'concern', 'the stream was ended in order, where the connection'],
  [{acknowledged: false}, 'inconclusive', 'not known whether the frame arrived'],
  [{after: false}, 'inconclusive', 'fell silent without any error'],
  [{before: false}, 'inconclusive', 'no datagram crossed the tunnel before'],
  [{before: null}, 'inconclusive', 'no tunnel was opened'],
])

judgeTable(
  probe,
  {...PASSED_OVER, acknowledged: false},
  [
    [{}, 'fail', 'was passed over, and a datagram behind it came back'],
    [{}, 'fail', 'the stream is reset'],
    [{over: reset, after: false}, 'pass', 'the stream was reset with PROTOCOL_ERROR (0x1)'],
    [{over: {how: 'fin'}}, 'concern', 'ended in order, as if nothing were wrong'],
    [{ending: closedWith(null)}, 'pass', 'the connection was given up: it was'],
    [{ending: TIMED_OUT}, 'inconclusive', 'the connection was lost'],
    [{after: false}, 'inconclusive', 'fell silent without any error'],
  ],
  '2',
)
