import {successWith, withFields} from '../../../stimuli/faulty-response.js'
import {ERRORS, readMembers} from '../../../stimuli/proxy-status.js'
import {linesOf, provokeAnswers} from '../../../stimuli/refusals.js'
import {defineProbe} from '../../../spec/probe.js'
import {concern, fail, inconclusive, pass} from '../../../spec/verdict.js'
import {Token, type Item} from '../../../wire/structured-field.js'
import requirement from './requirement.js'

interface Seen {
  /** Of answers that carry the field: what was asked for, and its lines as they came. */
  readonly fields: readonly {readonly asked: string; readonly lines: readonly string[]}[]
  readonly answered: number
}

const WANTED = 'a structured List of Strings or Tokens, with the types of RFC 9209'

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const answers = await provokeAnswers(rig, signal)
    const fields = answers.map(({asked, headers}) => ({asked, lines: linesOf(headers, 'proxy-status')}))
    return {fields: fields.filter(({lines}) => lines.length > 0), answered: answers.length}
  },
  judge({fields, answered}) {
    if (answered === 0) return inconclusive('no request was answered')
    if (fields.length === 0) return inconclusive(`none of ${answered} answers carried Proxy-Status`)
    const found = fields.map(({asked, lines}) => ({asked, text: lines.join(', '), ...problemsOf(lines)}))
    const broken = found.find(({wrong}) => wrong !== undefined)
    if (broken?.wrong !== undefined) {
      return fail(WANTED, `to ${broken.asked} it says ${JSON.stringify(broken.text)}: ${broken.wrong}`)
    }
    const odd = found.find(({doubtful}) => doubtful !== undefined)
    if (odd?.doubtful !== undefined)
      return concern(`to ${odd.asked} it says ${JSON.stringify(odd.text)}: ${odd.doubtful}`)
    return pass(`Proxy-Status parses in all of ${fields.length} answers, and its types are right`)
  },
  silence: {fields: [], answered: 0},
  faults: {
    'no-list': successWith(withFields(['proxy-status', 'masque; error=dns_error details=not quoted'])),
    'member-is-a-number': successWith(withFields(['proxy-status', '7; error=dns_error'])),
    'status-is-no-integer': successWith(withFields(['proxy-status', 'masque; received-status="502"'])),
    'error-is-a-string': successWith(withFields(['proxy-status', 'masque; error="dns_error"'])),
    'error-of-its-own': successWith(withFields(['proxy-status', 'masque; error=sorry'])),
  },
})

interface Problems {
  readonly wrong?: string
  readonly doubtful?: string
}

function problemsOf(lines: readonly string[]): Problems {
  const read = readMembers(lines)
  if ('problem' in read) return {wrong: `it is no structured List (${read.problem})`}
  for (const member of read.members) {
    const problems = problemsOfMember(member)
    if (problems.wrong !== undefined || problems.doubtful !== undefined) return problems
  }
  return {}
}

function problemsOfMember({value, parameters}: Item): Problems {
  if (typeof value !== 'string' && !(value instanceof Token)) return {wrong: 'a member is neither a String nor a Token'}
  const status = parameters.get('received-status')
  if (status !== undefined && !Number.isInteger(status)) return {wrong: 'received-status is no Integer'}
  const protocol = parameters.get('next-protocol')
  if (protocol !== undefined && !(protocol instanceof Token) && !(protocol instanceof ArrayBuffer)) {
    return {wrong: 'next-protocol is neither a Token nor a Byte Sequence'}
  }
  const error = parameters.get('error')
  if (error !== undefined && !(error instanceof Token)) return {doubtful: 'error is no Token'}
  if (error !== undefined && !(error.toString() in ERRORS))
    return {doubtful: `the error ${error.toString()} is not registered`}
  const details = parameters.get('details')
  return details === undefined || typeof details === 'string' ? {} : {doubtful: 'details is no String'}
}
