import {defineProbe} from '../../../spec/probe.js'
import {judgeFatal, SILENT, tryCapsules, type Trials} from '../../../stimuli/fatal-capsule.js'
import {requestIds} from '../../../stimuli/ip-addresses.js'
import {goodEntry, malformedEntries} from '../../../stimuli/malformed-entries.js'
import {TYPE} from '../../../wire/connect-ip/address-request.js'
import requirement from './requirement.js'

export default defineProbe<Trials>({
  requirement,
  provokes: true,
  observe(rig, signal) {
    const [id = 0n] = requestIds(rig, 1)
    return tryCapsules(rig, goodEntry(TYPE, id), malformedEntries(TYPE, id), signal)
  },
  judge: seen => judgeFatal(seen, 'a malformed ADDRESS_REQUEST'),
  silence: SILENT,
  faults: {
    'goes-on': {ip: {session: {onBreach: 'record'}}},
    'skips-the-capsule': {ip: {session: {onCapsule: type => (type === TYPE ? 'ignore' : 'take')}}},
  },
})
