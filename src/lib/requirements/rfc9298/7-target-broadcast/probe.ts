import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import {
  judgeTargets,
  LETS_THROUGH,
  NOTHING_TRIED,
  tryTargets,
  type ForbiddenSeen,
} from '../../../stimuli/forbidden-targets.js'
import requirement from './requirement.js'

export default defineProbe<ForbiddenSeen>({
  requirement,
  observe: (rig, signal) => tryTargets(rig, ['255.255.255.255', ...directed(rig)], signal),
  judge: seen => judgeTargets(seen, 'broadcast addresses'),
  silence: NOTHING_TRIED,
  faults: {'lets-them-through': LETS_THROUGH},
})

/** Of the proxy's subnet, were it of 256 addresses: its length is not known from outside. */
function directed({proxyAddress}: Rig): readonly string[] {
  const octets = /^(\d+\.\d+\.\d+)\.\d+:\d+$/.exec(proxyAddress)
  return octets ? [`${octets[1] ?? ''}.255`] : []
}
