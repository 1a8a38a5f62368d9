import {defineProbe} from '../../../spec/probe.js'
import {fail, pass} from '../../../spec/verdict.js'
import {successWith, withFields} from '../../../stimuli/faulty-response.js'
import {askForHead, contentFields, NO_HEAD, noSuccess, type SeenHead} from '../../../stimuli/raw-head.js'
import requirement from './requirement.js'

export default defineProbe<SeenHead>({
  requirement,
  observe: (rig, signal) => askForHead(rig, signal),
  judge(seen, {http}) {
    const {status} = seen
    const isSuccess = http === '1.1' ? status === 101 : status !== null && status >= 200 && status < 300
    if (!isSuccess) return noSuccess(seen)
    const found = contentFields(seen)
    if (found.length === 0) return pass('the success has none of the fields of content')
    return fail('no field of content in a success', `the ${status} has ${found.join(' and ')}`)
  },
  silence: NO_HEAD,
  faults: {
    'says-how-long': successWith(withFields(['content-length', '0'])),
    'says-of-what-type': successWith(withFields(['content-type', 'application/octet-stream'])),
    // node:http2 does not send it.
    'says-it-is-chunked': successWith(withFields(['transfer-encoding', 'chunked']), ['3', '1.1']),
  },
})
