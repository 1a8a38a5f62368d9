/** A stall accuses when it comes back three times on connections that live; an end is one thing here and another there. */
import huge from '../../../src/lib/requirements/rfc9297/3.5-huge-capsule/probe.js'
import accumulate from '../../../src/lib/requirements/rfc9297/3.2-no-accumulate/probe.js'
import {endedBy, judgeTable} from '../support/judge-table.js'

const fine = {before: true, left: 200, wanted: 200, stalledMs: null, ending: null, alive: true}
const stalled = {...fine, left: 100, stalledMs: 10_000}
const base = {trials: [fine]}

judgeTable(accumulate, base, [
  [{}, 'pass', 'a capsule of 200 octets, more than the window, was taken'],
  [{trials: [stalled, fine]}, 'pass', 'was taken as it came'],
  [{trials: []}, 'inconclusive', 'came back before'],
  [{trials: [{...fine, before: false}]}, 'inconclusive', 'came back before'],
  [
    {trials: [{...fine, ending: endedBy('peer')}]},
    'inconclusive',
    'the tunnel ended under a long capsule: ended by peer',
  ],
  [{trials: [{...fine, left: 199}]}, 'inconclusive', 'under a long capsule: it took no more'],
  [
    {trials: [stalled, stalled, stalled]},
    'fail',
    '3 times a stream took 100 octets of a capsule of 200 and then none for 10 s',
  ],
  [{trials: [stalled, stalled, stalled]}, 'fail', 'credit is granted while a capsule is under way'],
  [{trials: [stalled, stalled]}, 'inconclusive', 'stalled 2 times only'],
  [{trials: [stalled, {...stalled, alive: false}, stalled]}, 'inconclusive', 'and so did the whole connection'],
])
judgeTable(huge, base, [
  [{}, 'pass', '200 octets of a DATAGRAM capsule of 2^40 were taken'],
  [{trials: []}, 'inconclusive', 'came back before'],
  [{trials: [{...fine, before: false}]}, 'inconclusive', 'came back before'],
  [{trials: [{...fine, left: 100, ending: endedBy('peer')}]}, 'pass', 'the proxy gave the stream up: ended by peer'],
  [{trials: [{...fine, ending: endedBy('network')}]}, 'inconclusive', 'the tunnel was lost: ended by network'],
  [{trials: [{...fine, left: 199}]}, 'inconclusive', 'took no more, and it was not seen why'],
  [
    {trials: [stalled, stalled, stalled]},
    'fail',
    '3 times a stream took 100 octets of a DATAGRAM capsule of 2^40 and then none',
  ],
  [{trials: [stalled, stalled, stalled]}, 'fail', 'the stream is aborted, or what comes is discarded'],
  [{trials: [stalled]}, 'inconclusive', 'stalled 1 times only'],
  [{trials: [stalled, {...stalled, alive: false}, stalled]}, 'inconclusive', 'and so did the whole connection'],
])
