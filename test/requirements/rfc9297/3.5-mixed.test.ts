/** One kind that is lost beside the other is told; one that is lost alone is another matter. */
import probe from '../../../src/lib/requirements/rfc9297/3.5-mixed/probe.js'
import {judgeTable} from '../support/judge-table.js'

type Seen = Parameters<typeof probe.judge>[0]
const steps = (...list: string[]): Seen['mixed'][number] =>
  list.map(text => ({carrier: text.startsWith('frame') ? 'frame' : 'capsule', answered: !text.endsWith('-')}))
const FINE = steps('frame', 'capsule', 'frame')

judgeTable<Seen>(probe, {alone: {frame: true, capsule: true}, mixed: [FINE, steps('capsule', 'frame')]}, [
  [{}, 'pass', 'in either order'],
  [{alone: {frame: true, capsule: false}, mixed: []}, 'inconclusive', 'no echo in a capsule came back'],
  [{alone: {frame: false, capsule: true}, mixed: []}, 'inconclusive', 'no echo in a DATAGRAM frame came back'],
  [{mixed: [steps('frame-', 'capsule-'), steps('capsule-')]}, 'inconclusive', 'no tunnel carried anything any more'],
  [{mixed: [steps('frame', 'capsule-'), FINE]}, 'observed', 'that began with a frame, no answer to: capsule'],
  [
    {mixed: [steps('frame', 'capsule-'), steps('capsule', 'frame-', 'capsule')]},
    'observed',
    'no answer to: capsule; on a tunnel that began with a capsule, no answer to: frame',
  ],
  [{mixed: [steps('frame-', 'capsule'), FINE]}, 'pass', 'in either order'],
])
