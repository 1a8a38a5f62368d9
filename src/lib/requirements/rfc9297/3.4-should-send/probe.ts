import {successWith, withFields, without} from '../../../stimuli/faulty-response.js'
import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import {parseItem} from '../../../wire/structured-field.js'
import requirement from './requirement.js'

interface Seen {
  /** Of the answer; null: none came. */
  readonly status: number | null
  readonly isSuccess: boolean
  /** The lines of the field as they came. */
  readonly lines: readonly string[]
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const answer = await rig.ask({}, signal)
    if (answer.kind !== 'success' && answer.kind !== 'refused') return {status: null, isSuccess: false, lines: []}
    const lines = answer.headers.filter(([name]) => name.toLowerCase() === 'capsule-protocol').map(([, value]) => value)
    return {status: answer.status, isSuccess: answer.kind === 'success', lines}
  },
  judge({status, isSuccess, lines}) {
    if (status === null) return inconclusive('the request for a tunnel was not answered')
    if (!isSuccess) return notApplicable(`no tunnel was opened (${status}), so there is nothing to say it of`)
    const parsed = parseItem(lines)
    if ('value' in parsed && parsed.value.value === true) return pass('the response says Capsule-Protocol: ?1')
    if (lines.length === 0) return fail('Capsule-Protocol: ?1 in the response', 'the response lacks the field')
    return fail('Capsule-Protocol: ?1 in the response', `it says ${JSON.stringify(lines.join(', '))}`)
  },
  silence: {status: null, isSuccess: false, lines: []},
  faults: {
    'leaves-it-out': successWith(without('capsule-protocol')),
    'says-no': successWith(withFields(['capsule-protocol', '?0'])),
  },
})
