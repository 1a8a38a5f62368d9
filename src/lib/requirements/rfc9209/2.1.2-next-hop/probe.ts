import {readMembers} from '../../../stimuli/proxy-status.js'
import {linesOf} from '../../../stimuli/refusals.js'
import {successWith, withFields, without} from '../../../stimuli/faulty-response.js'
import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import {Token} from '../../../wire/structured-field.js'
import requirement from './requirement.js'

interface Seen {
  /** Of the answer; null: none, or no tunnel. */
  readonly status: number | null
  readonly target: string | null
  /** As the last member says it. */
  readonly nextHop: string | null
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const answer = await rig.ask({}, signal)
    const target = rig.place.target?.host ?? null
    if (answer.kind !== 'success') return {status: null, target, nextHop: null}
    const read = readMembers(linesOf(answer.headers, 'proxy-status'))
    const value = 'members' in read ? read.members.at(-1)?.parameters.get('next-hop') : undefined
    const nextHop = value instanceof Token ? value.toString() : typeof value === 'string' ? value : null
    return {status: answer.status, target, nextHop}
  },
  judge({status, target, nextHop}) {
    if (status === null) return inconclusive('no tunnel was opened, so there is no next hop to tell of')
    if (nextHop === null) return observed('no next-hop is told; a proxy need not tell it')
    if (target === null) return observed(`next-hop is ${JSON.stringify(nextHop)}`)
    const same = nextHop === target || nextHop.startsWith(`${target}:`) || nextHop.startsWith(`[${target}]`)
    return same
      ? observed(`next-hop is ${JSON.stringify(nextHop)}, which is the target`)
      : observed(`next-hop is ${JSON.stringify(nextHop)}, and the target that was asked for is ${target}`)
  },
  silence: {status: null, target: null, nextHop: null},
  faults: {
    'tells-nothing': successWith(without('proxy-status')),
    'tells-another-address': successWith(withFields(['proxy-status', 'masque; next-hop="10.1.2.3"'])),
  },
})
