import {defineProbe} from '../../../spec/probe.js'
import {judgeFatal, SILENT, tryCapsules, type Trials} from '../../../stimuli/fatal-capsule.js'
import {ANY, requestIds} from '../../../stimuli/ip-addresses.js'
import * as addressRequest from '../../../wire/connect-ip/address-request.js'
import requirement from './requirement.js'

export default defineProbe<Trials>({
  requirement,
  provokes: true,
  observe(rig, signal) {
    const entries = requestIds(rig, 1).map(requestId => ({...ANY[4], requestId}))
    const {TYPE: type, write} = addressRequest
    const control = {name: 'a good request', type, value: write(entries)}
    return tryCapsules(rig, control, [{name: 'no entries', type, value: write([])}], signal)
  },
  judge: seen => judgeFatal(seen, 'an empty ADDRESS_REQUEST'),
  silence: SILENT,
  faults: {
    'goes-on': {ip: {session: {onBreach: 'record'}}},
    'never-looks': {ip: {session: {onCapsule: (_, value) => (value.length === 0 ? 'ignore' : 'take')}}},
  },
})
