import {defineProbe} from '../../../spec/probe.js'
import {concern, fail, inconclusive, pass, type Verdict} from '../../../spec/verdict.js'
import {worstOf} from '../../../stimuli/combine.js'
import {successWith, withFields, without, withStatus} from '../../../stimuli/faulty-response.js'
import {linesOf} from '../../../stimuli/raw-asking-h1.js'
import {goodHead, udpWish} from '../../../stimuli/malformed-requests.js'
import {hear, meaningOfH1, wordsOfH1} from '../../../stimuli/raw-asking-h1.js'
import {contentFields, NO_HEAD, saysCapsules, type SeenHead} from '../../../stimuli/raw-head.js'
import {UPGRADE_TOKEN} from '../../../tunnel/connect-udp.js'
import {DATAGRAM, write as capsule} from '../../../wire/capsule.js'
import {writeRequest} from '../../../wire/h1-head.js'
import {writeContext} from '../../../wire/http-datagram.js'
import requirement from './requirement.js'

interface Seen extends SeenHead {
  /** Behind a 2xx: whether capsules come back from the target; null: not tried. */
  readonly capsulesFlow: boolean | null
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const raw = await rig.rawHttp1(signal)
    await raw.write(writeRequest(goodHead(rig, udpWish(rig))))
    const heard = await hear(rig, raw, signal)
    const {status = null, headers = [], problem = null} = heard.head ?? {}
    const seen = {status, headers, problem, words: wordsOfH1(meaningOfH1(heard)), capsulesFlow: null}
    const isSuccess = status !== null && status >= 200 && status < 300
    if (!isSuccess || !rig.place.target) return seen
    const talk = rig.talk()
    const question = talk.question()
    if (!question) return seen
    await raw.write(capsule(DATAGRAM, writeContext(0n, question)))
    await rig.until(() => raw.content().length >= question.length, rig.patienceMs, signal)
    return {...seen, capsulesFlow: ((await talk.reached(signal)) ?? 0) > 0}
  },
  judge(seen) {
    const {status, words, capsulesFlow} = seen
    if (capsulesFlow) return fail('101 when the tunnel opens', `the proxy ${words} and capsules flow all the same`)
    if (status !== 101) {
      return inconclusive(
        `the proxy ${words} to the Upgrade request: it may have no tunnels over HTTP/1.1 at this path`,
      )
    }
    return worstOf(problemsOf(seen))
  },
  silence: {...NO_HEAD, capsulesFlow: null},
  faults: {
    'leaves-connection-out': successWith(without('connection')),
    'leaves-upgrade-out': successWith(without('upgrade')),
    'doubles-upgrade': successWith(head => ({...head, headers: [...head.headers, ['Upgrade', UPGRADE_TOKEN]]})),
    'switches-to-another': successWith(withFields(['upgrade', 'connect-ip'])),
    'says-how-long': successWith(withFields(['content-length', '0'])),
    'says-of-what-type': successWith(withFields(['content-type', 'text/plain'])),
    'says-it-is-chunked': successWith(withFields(['transfer-encoding', 'chunked'])),
    'says-nothing-of-capsules': successWith(without('capsule-protocol')),
    'answers-200': successWith(withStatus(200)),
  },
})

function problemsOf(seen: SeenHead): Verdict[] {
  const {headers, problem} = seen
  const options = linesOf(headers, 'connection').flatMap(line => line.toLowerCase().split(','))
  const upgrades = linesOf(headers, 'upgrade')
  const content = contentFields(seen)
  const wrong = (isWrong: boolean, actual: string): Verdict[] =>
    isWrong ? [fail('a well-formed 101 for connect-udp', actual)] : []
  return [
    ...wrong(!options.some(option => option.trim() === 'upgrade'), 'the 101 lacks Connection: Upgrade'),
    ...wrong(upgrades.length === 0, 'the 101 lacks Upgrade'),
    ...wrong(upgrades.length > 1, `the 101 has ${upgrades.length} Upgrade fields`),
    ...wrong(
      upgrades.length === 1 && upgrades[0]?.trim().toLowerCase() !== UPGRADE_TOKEN,
      `the 101 says Upgrade: ${JSON.stringify(upgrades[0]?.slice(0, 60))}`,
    ),
    ...wrong(content.length > 0, `the 101 has ${content.join(' and ')}`),
    ...(saysCapsules(seen) ? [] : [concern('the 101 does not say Capsule-Protocol: ?1')]),
    ...(problem === null ? [] : [concern(`the head of the 101 has a fault: ${problem}`)]),
    pass('the 101 is well-formed: Connection: Upgrade, one Upgrade: connect-udp, and no field of content'),
  ]
}
