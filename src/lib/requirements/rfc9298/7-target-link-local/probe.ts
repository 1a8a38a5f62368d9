import {defineProbe} from '../../../spec/probe.js'
import {
  judgeTargets,
  LETS_THROUGH,
  NOTHING_TRIED,
  tryTargets,
  type ForbiddenSeen,
} from '../../../stimuli/forbidden-targets.js'
import requirement from './requirement.js'

const HOSTS = ['169.254.169.254', '169.254.1.1', 'fe80::1']

export default defineProbe<ForbiddenSeen>({
  requirement,
  observe: (rig, signal) => tryTargets(rig, HOSTS, signal),
  judge: seen => judgeTargets(seen, 'link-local addresses'),
  silence: NOTHING_TRIED,
  faults: {'lets-them-through': LETS_THROUGH},
})
