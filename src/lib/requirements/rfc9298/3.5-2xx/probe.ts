import {defineProbe} from '../../../spec/probe.js'
import {concern, fail, pass} from '../../../spec/verdict.js'
import {successWith, withFields, without, withStatus} from '../../../stimuli/faulty-response.js'
import {askForHead, contentFields, NO_HEAD, noSuccess, saysCapsules, type SeenHead} from '../../../stimuli/raw-head.js'
import requirement from './requirement.js'

/** Statuses that say there is no content, or a part of it. */
const CANNOT_CARRY: readonly (number | null)[] = [204, 205, 206]

export default defineProbe<SeenHead>({
  requirement,
  observe: (rig, signal) => askForHead(rig, signal),
  judge(seen) {
    const {status} = seen
    if (status === null || status >= 300) return noSuccess(seen)
    if (CANNOT_CARRY.includes(status)) return fail('a 2xx that can carry capsules', `the success is a ${status}`)
    const found = contentFields(seen)
    if (found.length > 0) return fail('no field of content in a success', `the ${status} has ${found.join(' and ')}`)
    if (!saysCapsules(seen)) return concern(`the ${status} does not say Capsule-Protocol: ?1`)
    return pass(`the success is a ${status} without any field of content`)
  },
  silence: NO_HEAD,
  faults: {
    'says-204': successWith(withStatus(204)),
    'says-206': successWith(withStatus(206)),
    'says-how-long': successWith(withFields(['content-length', '0'])),
    'says-of-what-type': successWith(withFields(['content-type', 'application/octet-stream'])),
    'says-nothing-of-capsules': successWith(without('capsule-protocol')),
  },
})
