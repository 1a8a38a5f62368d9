import {defineProbe} from '../../../spec/probe.js'
import {judgeFatal, SILENT, tryCapsules, type Trials} from '../../../stimuli/fatal-capsule.js'
import {goodEntry, malformedEntries} from '../../../stimuli/malformed-entries.js'
import {TYPE} from '../../../wire/connect-ip/address-assign.js'
import requirement from './requirement.js'

const UNASKED = 0n

export default defineProbe<Trials>({
  requirement,
  provokes: true,
  observe: (rig, signal) => tryCapsules(rig, goodEntry(TYPE, UNASKED), malformedEntries(TYPE, UNASKED), signal),
  judge: seen => judgeFatal(seen, 'a malformed ADDRESS_ASSIGN'),
  silence: SILENT,
  faults: {
    'goes-on': {ip: {session: {onBreach: 'record'}}},
    'skips-the-capsule': {ip: {session: {onCapsule: type => (type === TYPE ? 'ignore' : 'take')}}},
  },
})
