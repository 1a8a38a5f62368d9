import {refusalWith, withFields, withStatus} from '../../../stimuli/faulty-response.js'
import {errorOf, ERRORS, readMembers} from '../../../stimuli/proxy-status.js'
import {linesOf, provokeAnswers} from '../../../stimuli/refusals.js'
import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface Seen {
  /** Of refusals that name an error: that of their last member, who is the one that answered us. */
  readonly errors: readonly {readonly asked: string; readonly status: number; readonly error: string}[]
  readonly answered: number
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const answers = await provokeAnswers(rig, signal)
    const errors = answers.flatMap(({asked, kind, status, headers}) => {
      const read = readMembers(linesOf(headers, 'proxy-status'))
      const last = kind === 'refusal' && 'members' in read ? read.members.at(-1) : undefined
      const error = last && errorOf(last)
      return error === undefined ? [] : [{asked, status, error}]
    })
    return {errors, answered: answers.length}
  },
  judge({errors, answered}) {
    if (answered === 0) return inconclusive('no request was answered')
    const known = errors.filter(({error}) => error in ERRORS)
    if (known.length === 0) return inconclusive(`none of ${answered} answers names an error that has a status`)
    const odd = known.find(({status, error}) => !fits(status, error))
    if (odd) {
      const wanted = String(ERRORS[odd.error] ?? 'a 4xx status')
      return fail(`${wanted} with ${odd.error}`, `${odd.status}, as the answer to ${odd.asked}`)
    }
    return pass(`the status fits the error in all of ${known.length} answers that name one`)
  },
  silence: {errors: [], answered: 0},
  faults: {
    'one-status-for-all': refusalWith(withStatus(500)),
    'a-server-error-for-a-bad-request': refusalWith(head => (head.status === 400 ? withStatus(502)(head) : head)),
    'an-error-that-is-another': refusalWith(head =>
      head.status === 502 ? withFields(['proxy-status', 'masque; error=dns_timeout'])(head) : head,
    ),
  },
})

function fits(status: number, error: string): boolean {
  const wanted = ERRORS[error]
  if (wanted !== undefined) return status === wanted
  return error !== 'http_request_error' || (status >= 400 && status <= 499)
}
