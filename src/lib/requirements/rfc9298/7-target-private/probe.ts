import {defineProbe} from '../../../spec/probe.js'
import {
  judgeTargets,
  LETS_THROUGH,
  NOTHING_TRIED,
  tryTargets,
  type ForbiddenSeen,
} from '../../../stimuli/forbidden-targets.js'
import requirement from './requirement.js'

const HOSTS = ['10.0.0.1', '172.16.0.1', '192.168.0.1', '100.64.0.1', 'fd00::1']

export default defineProbe<ForbiddenSeen>({
  requirement,
  observe: (rig, signal) => tryTargets(rig, HOSTS, signal),
  judge: seen => judgeTargets(seen, 'private addresses'),
  silence: NOTHING_TRIED,
  faults: {'lets-them-through': LETS_THROUGH},
})
