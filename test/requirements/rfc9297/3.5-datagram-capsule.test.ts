/** Three tunnels on which capsules go nowhere, and something else does: less than that accuses nobody. */
import probe from '../../../src/lib/requirements/rfc9297/3.5-datagram-capsule/probe.js'
import {judgeTable} from '../support/judge-table.js'

const LOST = {capsule: false, frame: null, reached: 0, alive: true}
const BESIDE = {...LOST, frame: true}
const fine = {tunnels: [{capsule: true, frame: null, reached: null, alive: true}], answeredBy: ['frame']}

judgeTable(probe, fine, [
  [{}, 'pass', 'came back in a frame'],
  [{tunnels: [LOST, ...fine.tunnels]}, 'pass', 'came back in a frame'],
  [{answeredBy: ['frame', 'capsule']}, 'pass', 'in a frame and a capsule'],
  [{tunnels: []}, 'inconclusive', 'no tunnel was open long enough'],
  [{tunnels: [BESIDE, BESIDE]}, 'inconclusive', 'no tunnel was open long enough'],
  [
    {tunnels: [BESIDE, BESIDE, BESIDE]},
    'fail',
    'nothing in a DATAGRAM capsule reached the target, and what was in frames did',
  ],
  [{tunnels: [BESIDE, BESIDE, BESIDE]}, 'fail', 'what is in a DATAGRAM capsule goes on to the target'],
  [{tunnels: [BESIDE, BESIDE, {...LOST, frame: false}]}, 'inconclusive', 'neither in capsules nor in DATAGRAM frames'],
  [{tunnels: [BESIDE, BESIDE, {...BESIDE, alive: false}]}, 'inconclusive', 'carried no other request either'],
  [{tunnels: [BESIDE, BESIDE, {...BESIDE, reached: 1}]}, 'inconclusive', 'reached the target, and no answer came back'],
  [{tunnels: [BESIDE, BESIDE, {...BESIDE, reached: null}]}, 'fail', 'what was in frames did'],
])
judgeTable(
  probe,
  fine,
  [
    [{}, 'pass', 'an echo in a DATAGRAM capsule came back'],
    [{tunnels: [LOST, LOST, LOST]}, 'fail', 'reached the target, which is there and within our own reach'],
    [{tunnels: [LOST, LOST, {...LOST, reached: null}]}, 'inconclusive', 'does not say what reached it'],
    [{tunnels: [LOST, LOST, {...LOST, alive: false}]}, 'inconclusive', 'carried no other request'],
  ],
  '2',
)
