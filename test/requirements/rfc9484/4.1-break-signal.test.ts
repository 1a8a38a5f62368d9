/** What a client sees when it ends its direction: the end of the other, a reset, or nothing. */
import probe from '../../../src/lib/requirements/rfc9484/4.1-break-signal/probe.js'
import {endedBy, judgeTable} from '../support/judge-table.js'

const base = {before: true, ending: endedBy('peer', {how: 'finished'}), afterMs: 24, beside: true}

judgeTable(probe, base, [
  [
    {},
    'observed',
    '24 ms after the end of our direction the proxy ended its own, too; what a target is told is not seen',
  ],
  [{beside: false}, 'observed', 'ended its own, too'],
  [{ending: endedBy('peer')}, 'observed', 'the proxy broke the tunnel off (reset);'],
  [{ending: endedBy('peer', {code: '258'})}, 'observed', 'broke the tunnel off (reset, 258)'],
  [{ending: endedBy('peer', {code: '258', codeName: 'H3_X (0x102)'})}, 'observed', '(reset, H3_X (0x102))'],
  [{ending: endedBy('network')}, 'inconclusive', 'the tunnel was lost: ended by network'],
  [{ending: null}, 'observed', 'for 24 ms after the end of our direction the proxy left its own open'],
  [{ending: null, beside: false}, 'inconclusive', 'no end came from the proxy, and a tunnel beside it fell silent'],
  [{before: false}, 'inconclusive', 'carried no echo before'],
])
