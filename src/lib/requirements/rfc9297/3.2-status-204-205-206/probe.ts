import {successWith, withStatus} from '../../../stimuli/faulty-response.js'
import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface Seen {
  /** Of the answer to a request for a tunnel; null: none came. */
  readonly status: number | null
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const answer = await rig.ask({}, signal)
    return {status: answer.kind === 'success' || answer.kind === 'refused' ? answer.status : null}
  },
  judge({status}) {
    if (status === null) return inconclusive('the request for a tunnel was not answered')
    if (status === 204 || status === 205 || status === 206) {
      return fail('another 2xx status, as a rule 200', `the request for a tunnel was answered with ${status}`)
    }
    if (status < 200 || status > 299) return inconclusive(`the tunnel was refused with ${status}`)
    return pass(`the tunnel was accepted with ${status}`)
  },
  silence: {status: null},
  faults: {
    'accepts-with-204': successWith(withStatus(204)),
    'accepts-with-205': successWith(withStatus(205)),
    'accepts-with-206': successWith(withStatus(206)),
  },
})
