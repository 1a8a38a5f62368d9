import {defineProbe} from '../../../spec/probe.js'
import {
  judgeTargets,
  LETS_THROUGH,
  NOTHING_TRIED,
  tryTargets,
  type ForbiddenSeen,
} from '../../../stimuli/forbidden-targets.js'
import requirement from './requirement.js'

const HOSTS = ['224.0.0.1', '239.255.255.250', 'ff02::1', 'ff05::2']

export default defineProbe<ForbiddenSeen>({
  requirement,
  observe: (rig, signal) => tryTargets(rig, HOSTS, signal),
  judge: seen => judgeTargets(seen, 'multicast addresses'),
  silence: NOTHING_TRIED,
  faults: {'lets-them-through': LETS_THROUGH},
})
