import {defineProbe} from '../../../spec/probe.js'
import {concern, fail, inconclusive, observed, pass, type Verdict} from '../../../spec/verdict.js'
import {worstOf} from '../../../stimuli/combine.js'
import {successWith, withFields, without} from '../../../stimuli/faulty-response.js'
import {successFaults} from '../../../stimuli/ip-success.js'
import {goodHead, ipWish, MALFORMED_HEADS} from '../../../stimuli/malformed-requests.js'
import {HEADS} from '../../../stimuli/mended-requests.js'
import {askHead, meaningOfH1, NOTHING_HEARD_H1, wordsOfH1, type HeardH1} from '../../../stimuli/raw-asking-h1.js'
import {IP_UPGRADE_TOKEN} from '../../../tunnel/connect-ip.js'
import requirement from './requirement.js'

interface Tried extends HeardH1 {
  readonly name: string
}

interface Seen {
  readonly control: HeardH1
  readonly tried: readonly Tried[]
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const good = goodHead(rig, ipWish(rig))
    const control = await askHead(rig, good, signal)
    const tried: Tried[] = []
    if (meaningOfH1(control).kind !== 'switched') return {control, tried}
    for (const {name, spoil} of MALFORMED_HEADS) tried.push({name, ...(await askHead(rig, spoil(good), signal))})
    return {control, tried}
  },
  judge({control, tried}) {
    const meaning = meaningOfH1(control)
    if (meaning.kind !== 'switched' || !control.head) {
      return inconclusive(
        `the proxy ${wordsOfH1(meaning)} to the correct request: no IP tunnel over HTTP/1.1 at this path`,
      )
    }
    return worstOf([...successFaults(control.head, '1.1'), ...tried.map(verdictOf)])
  },
  silence: {control: NOTHING_HEARD_H1, tried: []},
  faults: {
    'takes-post': HEADS.takesPost,
    'takes-the-first-host': HEADS.takesTheFirstHost,
    'needs-no-host': HEADS.needsNoHost,
    'needs-no-connection-option': HEADS.needsNoConnectionOption,
    'upgrades-http-1.0': HEADS.upgradesHttp10,
    'answers-500': {http: {care: {onMalformed: () => ({kind: 'status', status: 500})}}},
    'closes-without-a-word': {http: {care: {onMalformed: () => ({kind: 'close-connection', code: 0n})}}},
    'leaves-connection-out': successWith(without('connection')),
    'leaves-upgrade-out': successWith(without('upgrade')),
    'doubles-upgrade': successWith(head => ({...head, headers: [...head.headers, ['Upgrade', IP_UPGRADE_TOKEN]]})),
    'switches-to-another': successWith(withFields(['upgrade', 'connect-udp'])),
    'says-how-long': successWith(withFields(['content-length', '0'])),
    'says-of-what-type': successWith(withFields(['content-type', 'text/plain'])),
    'says-it-is-chunked': successWith(withFields(['transfer-encoding', 'chunked'])),
    'says-nothing-of-capsules': successWith(without('capsule-protocol')),
  },
})

function verdictOf({name, ...heard}: Tried): Verdict {
  const malformed = MALFORMED_HEADS.find(each => each.name === name)
  const meaning = meaningOfH1(heard)
  const told = `to a request ${malformed?.what ?? name} the proxy ${wordsOfH1(meaning)}`
  const isOrdinary = malformed?.mayBeOrdinary ?? false
  switch (meaning.kind) {
    case 'switched':
      return fail('an error for a malformed request', told)
    case 'error':
      return meaning.status === 400 || isOrdinary
        ? pass('the success is a proper one, and each malformed request got an error')
        : concern(`${told}, and not 400`)
    case 'ordinary':
      return isOrdinary ? observed(`${told}, as to an ordinary one`) : concern(`${told}, which is no error`)
    case 'closed':
    case 'unreadable':
      return concern(told)
    case 'silence':
      return inconclusive(told)
  }
}
