import {defineProbe} from '../../../spec/probe.js'
import {
  judgeTargets,
  LETS_THROUGH,
  NOTHING_TRIED,
  tryTargets,
  type ForbiddenSeen,
} from '../../../stimuli/forbidden-targets.js'
import requirement from './requirement.js'

const HOSTS = [
  '127.0.0.1',
  '127.1.2.3',
  '::1',
  '::ffff:127.0.0.1',
  '0.0.0.0',
  '::',
  'localhost.',
  // Names by their form, until the parser of the system makes addresses of them.
  '2130706433',
  '0177.0.0.1',
  '0x7f.1',
]

export default defineProbe<ForbiddenSeen>({
  requirement,
  observe: (rig, signal) => tryTargets(rig, HOSTS, signal),
  judge: seen => judgeTargets(seen, 'loopback and unspecified addresses'),
  silence: NOTHING_TRIED,
  faults: {'lets-them-through': LETS_THROUGH},
})
