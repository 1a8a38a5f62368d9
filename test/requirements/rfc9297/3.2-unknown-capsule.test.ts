/** Capsules nobody knows: an end accuses at once, silence only when it comes back and a control does not share it. */
import probe from '../../../src/lib/requirements/rfc9297/3.2-unknown-capsule/probe.js'
import {endedBy, judgeTable} from '../support/judge-table.js'

const WENT_ON = {before: true, after: true, ending: null}
const SILENT = {before: true, after: false, ending: null}

judgeTable(probe, {trials: [WENT_ON], control: true}, [
  [{}, 'pass', 'were skipped'],
  [{trials: [SILENT, WENT_ON]}, 'pass', 'were skipped'],
  [{trials: []}, 'inconclusive', 'no echo in a capsule came back before'],
  [{trials: [{...SILENT, before: false}]}, 'inconclusive', 'no echo in a capsule came back before'],
  [{trials: [{...SILENT, ending: endedBy('peer')}]}, 'fail', 'it ended behind capsules of unknown type: ended by peer'],
  [{trials: [{...SILENT, ending: endedBy('peer')}], control: false}, 'fail', 'the tunnel stays open'],
  [{trials: [{...SILENT, ending: endedBy('network')}]}, 'inconclusive', 'the tunnel was lost: ended by network'],
  [{trials: [SILENT, SILENT, SILENT]}, 'fail', 'no echo came back on 3 tunnels, and without them it did'],
  [{trials: [SILENT, SILENT, SILENT]}, 'fail', 'the next capsule takes effect'],
  [{trials: [SILENT, SILENT]}, 'inconclusive', 'silence was met 2 times only'],
  [{trials: [SILENT, SILENT, SILENT], control: false}, 'inconclusive', 'carried nothing afterwards, either'],
])
