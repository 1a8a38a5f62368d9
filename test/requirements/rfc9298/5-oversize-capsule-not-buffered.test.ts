/** Credit within a capsule, between capsules, or none; streams that fall silent alone, and with all the rest. */
import probe from '../../../src/lib/requirements/rfc9298/5-oversize-capsule-not-buffered/probe.js'
import {endedBy, judgeTable} from '../support/judge-table.js'

const fine = {before: true, capsules: 2, within: true, grants: 1, after: true, ending: null, over: null, alive: null}
const silent = {...fine, within: false, grants: 0, after: false, alive: true}
const base = {trials: [fine]}

judgeTable(probe, base, [
  [{}, 'pass', 'octets of a capsule of 65528 octets were taken before its end was sent'],
  [{trials: [silent, fine]}, 'pass', 'were taken before its end was sent'],
  [
    {trials: [{...fine, within: false, capsules: 12}]},
    'observed',
    'credit came back 1 times in 12 capsules, and never before',
  ],
  [
    {trials: [{...fine, within: false, grants: 0, capsules: 12}]},
    'inconclusive',
    'no credit came back for 12 capsules',
  ],
  [
    {trials: [silent, silent, silent]},
    'fail',
    '3 times a stream carried nothing any more after the octets of a capsule of 65528 octets, while a tunnel beside it',
  ],
  [{trials: [silent, silent, silent]}, 'fail', 'the capsule is discarded as it comes'],
  [{trials: [silent, silent]}, 'inconclusive', 'fell silent 2 times only'],
  [{trials: [silent, {...silent, alive: false}, silent]}, 'inconclusive', 'and so did a tunnel beside it'],
  [{trials: [silent, {...silent, alive: null}, silent]}, 'inconclusive', 'and so did a tunnel beside it'],
  [
    {trials: [{...silent, ending: endedBy('peer')}]},
    'inconclusive',
    'the tunnel ended under the capsules: ended by peer',
  ],
  [{trials: [{...fine, over: {how: 'fin'}}]}, 'inconclusive', 'the stream ended under the capsules (fin)'],
  [{trials: [{...fine, before: false}]}, 'inconclusive', 'no echo in a capsule came back before'],
  [{trials: []}, 'inconclusive', 'no echo in a capsule came back before'],
])
