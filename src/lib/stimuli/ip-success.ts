/** What a success that opens an IP tunnel must and must not have, read from its raw head. */
import type {HeaderList, HttpVersion} from '../http/transport.js'
import {concern, fail, type Verdict} from '../spec/verdict.js'
import {IP_UPGRADE_TOKEN} from '../tunnel/connect-ip.js'
import {linesOf} from './raw-asking-h1.js'
import {contentFields, saysCapsules} from './raw-head.js'

interface SuccessHead {
  readonly status: number | null
  readonly headers: HeaderList
  /** What is wrong with the head as such. */
  readonly problem?: string | null
}

/** RFC 9297 section 3.2: these cannot begin the Capsule Protocol. */
const NO_TUNNEL: readonly (number | null)[] = [204, 205, 206]

/** Everything that is wrong with it; empty when all is well. */
export function successFaults(head: SuccessHead, http: HttpVersion): readonly Verdict[] {
  const {status, problem = null} = head
  const isStatusWrong = http !== '1.1' && NO_TUNNEL.includes(status)
  const wrong = [
    ...(isStatusWrong ? [`its status is ${status}`] : []),
    ...(http === '1.1' ? upgradeFaults(head) : []),
    ...contentFields(head).map(field => `it has ${field}`),
  ]
  return [
    ...wrong.map(actual => fail('a proper success', `the answer to a correct request is no proper success: ${actual}`)),
    ...(saysCapsules(head) ? [] : [concern('the success does not say Capsule-Protocol: ?1')]),
    ...(problem === null ? [] : [concern(`the head of the success has a fault: ${problem}`)]),
  ]
}

function upgradeFaults({headers}: SuccessHead): readonly string[] {
  const options = linesOf(headers, 'connection').flatMap(line => line.toLowerCase().split(','))
  const lacking = options.some(option => option.trim() === 'upgrade') ? [] : ['it lacks Connection: Upgrade']
  const [token, ...others] = linesOf(headers, 'upgrade')
  if (token === undefined) return [...lacking, 'it lacks Upgrade']
  if (others.length > 0) return [...lacking, `it has ${others.length + 1} Upgrade fields`]
  if (token.trim().toLowerCase() === IP_UPGRADE_TOKEN) return lacking
  return [...lacking, `it says Upgrade: ${JSON.stringify(token.slice(0, 60))}`]
}
