import {defineProbe} from '../../../spec/probe.js'
import {concern, fail, inconclusive, pass, type Verdict} from '../../../spec/verdict.js'
import {worstOf} from '../../../stimuli/combine.js'
import {goodHead, MALFORMED_HEADS, udpWish} from '../../../stimuli/malformed-requests.js'
import {HEADS} from '../../../stimuli/mended-requests.js'
import {askHead, meaningOfH1, NOTHING_HEARD_H1, wordsOfH1, type HeardH1} from '../../../stimuli/raw-asking-h1.js'
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
    const good = goodHead(rig, udpWish(rig))
    const control = await askHead(rig, good, signal)
    const tried: Tried[] = []
    if (meaningOfH1(control).kind !== 'switched') return {control, tried}
    for (const {name, spoil} of MALFORMED_HEADS) tried.push({name, ...(await askHead(rig, spoil(good), signal))})
    return {control, tried}
  },
  judge({control, tried}) {
    const meaning = meaningOfH1(control)
    if (meaning.kind === 'switched') return worstOf(tried.map(verdictOf))
    return inconclusive(
      `the proxy ${wordsOfH1(meaning)} to a good request too, so that an error says nothing of the form`,
    )
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
      return meaning.status === 400 || isOrdinary ? pass(told) : concern(`${told}, and not 400`)
    case 'ordinary':
      return isOrdinary ? pass(`${told}, as to an ordinary one`) : concern(`${told}, which is no error`)
    case 'closed':
    case 'unreadable':
      return concern(told)
    case 'silence':
      return inconclusive(told)
  }
}
