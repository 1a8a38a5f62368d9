import {defineProbe} from '../../../spec/probe.js'
import type {Answer} from '../../../spec/rig.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import {refusalWith, withFields} from '../../../stimuli/faulty-response.js'
import {answerWords} from '../../../stimuli/odd-targets.js'
import {toHex} from '../../../wire/bytes.js'
import requirement from './requirement.js'

interface Seen {
  readonly answer: Answer
}

const PROBLEM_TYPES = ['application/problem+json', 'application/problem+xml']
const TOKEN_BYTES = 6
const MAX_QUOTED = 200

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    return {answer: await rig.ask({protocol: `masque-${toHex(rig.random.bytes(TOKEN_BYTES))}`}, signal)}
  },
  judge({answer}) {
    if (answer.kind !== 'refused' || answer.status !== 501) {
      return inconclusive(`to a token that nobody knows the proxy ${answerWords(answer)}, and not 501`)
    }
    const type = answer.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
    const isProblem = PROBLEM_TYPES.includes(type?.split(';')[0]?.trim().toLowerCase() ?? '')
    const body = answer.body === '' ? 'no content' : `the content ${JSON.stringify(answer.body.slice(0, MAX_QUOTED))}`
    const typed = type === undefined ? '' : ` of type ${JSON.stringify(type.slice(0, MAX_QUOTED))}`
    return observed(`the 501 has ${isProblem ? 'problem details' : 'no problem details'}: ${body}${typed}`)
  },
  silence: {answer: {kind: 'silence', waitedMs: 0}},
  faults: {
    'has-them': refusalWith(withFields(['content-type', 'application/problem+json'])),
    'has-a-page': refusalWith(withFields(['content-type', 'text/html'])),
  },
})
