import {defineProbe} from '../../../spec/probe.js'
import type {RawExchange} from '../../../spec/raw-rig.js'
import type {Rig} from '../../../spec/rig.js'
import {concern, fail, inconclusive, notApplicable, observed, pass, type Verdict} from '../../../spec/verdict.js'
import {worstOf} from '../../../stimuli/combine.js'
import {successWith, withFields, without, withStatus} from '../../../stimuli/faulty-response.js'
import {successFaults} from '../../../stimuli/ip-success.js'
import {goodFields, ipWish, MALFORMED_FIELDS} from '../../../stimuli/malformed-requests.js'
import {told, wronglyAccepted} from '../../../stimuli/malformed-trials.js'
import {
  fillsIn,
  PASSES_CONNECTION_OVER,
  READS_NAMES_IN_ANY_CASE,
  TAKES_ANY_METHOD,
  TAKES_PSEUDO_FIELDS_ANYWHERE,
  TAKES_THE_FIRST_OF_TWO,
} from '../../../stimuli/mended-requests.js'
import {
  askFields,
  hasVia,
  heardOf,
  meaningOf,
  NOTHING_HEARD,
  openStreams,
  trialOf,
  tryFields,
  wordsOf,
  type Heard,
  type Trial,
} from '../../../stimuli/raw-asking.js'
import {assignedIn} from '../../../stimuli/raw-ip-lane.js'
import {write as capsule} from '../../../wire/capsule.js'
import * as addressRequest from '../../../wire/connect-ip/address-request.js'
import {H2, H3} from '../../../wire/error-codes.js'
import {ENABLE_CONNECT_PROTOCOL} from '../../../wire/h3-settings.js'
import requirement from './requirement.js'

interface IpTrial extends Trial {
  /** Of a success: an address was assigned on its stream; null: there was none to ask on. */
  readonly works: boolean | null
}

interface Seen {
  readonly control: Heard
  /** In the SETTINGS that came: extended CONNECT is to be had; null: none came. */
  readonly isOffered: boolean | null
  readonly trials: readonly IpTrial[]
}

const EXPECTED = {'3': H3.MESSAGE_ERROR, '2': H2.PROTOCOL_ERROR} as const
const ANY_ADDRESS = {address: '0.0.0.0', prefixLength: 32, requestId: 1n}

/** A connection for each, as the proxy may close it for the fault. */
export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const good = goodFields(rig, ipWish(rig))
    const raw = await openStreams(rig, signal)
    const control = heardOf(await askFields(rig, raw, good, signal))
    const setting = raw.peerSettings?.findLast(({id}) => id === ENABLE_CONNECT_PROTOCOL)
    const isOffered = raw.peerSettings ? setting?.value === 1n : null
    const trials: IpTrial[] = []
    if (meaningOf(control).kind !== 'accepted') return {control, isOffered, trials}
    for (const {name, spoil} of MALFORMED_FIELDS) {
      const tried = await tryFields(rig, await openStreams(rig, signal), {name, fields: spoil(good), good}, signal)
      const isOpen = meaningOf(tried).kind === 'accepted'
      trials.push({
        ...trialOf(tried),
        works: isOpen && tried.exchange ? await works(rig, tried.exchange, signal) : null,
      })
    }
    return {control, isOffered, trials}
  },
  judge({control, isOffered, trials}, {http}) {
    const problem = controlProblem(control, isOffered)
    if (problem) return problem
    const expected = http === '2' ? EXPECTED['2'] : EXPECTED['3']
    const {answer} = control
    const faults = answer?.kind === 'response' ? successFaults(answer, http) : []
    return worstOf([...faults, ...trials.map(trial => verdictOf(trial, expected))])
  },
  silence: {control: NOTHING_HEARD, isOffered: null, trials: []},
  faults: {
    'fills-in-the-path': fillsIn(':path'),
    'fills-in-the-scheme': fillsIn(':scheme'),
    'takes-any-method': TAKES_ANY_METHOD,
    'takes-the-first-of-two': TAKES_THE_FIRST_OF_TWO,
    'takes-pseudo-fields-anywhere': TAKES_PSEUDO_FIELDS_ANYWHERE,
    'reads-names-in-any-case': READS_NAMES_IN_ANY_CASE,
    'passes-connection-over': PASSES_CONNECTION_OVER,
    'resets-with-another-code': {
      http: {care: {onMalformed: () => ({kind: 'reset', code: H3.INTERNAL_ERROR})}},
      over: ['3'],
    },
    'answers-500': {http: {care: {onMalformed: () => ({kind: 'status', status: 500})}}, over: ['3']},
    'does-not-answer': {http: {care: {onMalformed: () => ({kind: 'nothing'})}}, over: ['3']},
    'switches-protocols': successWith(withStatus(101), ['3']),
    'succeeds-without-content': successWith(withStatus(204)),
    'says-how-long': successWith(withFields(['content-length', '0'])),
    'says-of-what-type': successWith(withFields(['content-type', 'application/octet-stream'])),
    'says-nothing-of-capsules': successWith(without('capsule-protocol')),
  },
})

/** A page may follow a success as well: only an address that is assigned tells of a tunnel. */
async function works(rig: Rig, exchange: RawExchange, signal: AbortSignal): Promise<boolean> {
  await exchange.data(capsule(addressRequest.TYPE, addressRequest.write([ANY_ADDRESS])))
  return rig.until(() => assignedIn(exchange.content()).length > 0, rig.patienceMs, signal)
}

function controlProblem(control: Heard, isOffered: boolean | null): Verdict | undefined {
  const meaning = meaningOf(control)
  const heard = `the proxy ${wordsOf(meaning)} to the correct request`
  switch (meaning.kind) {
    case 'accepted':
      return undefined
    case 'silence':
      if (control.answer?.kind === 'silence' && control.answer.interim?.includes(101)) {
        return fail('a 2xx for a tunnel', 'the proxy answered the correct request with 101, and with nothing behind it')
      }
      return inconclusive(heard)
    case 'refused':
    case 'reset':
    case 'connection':
    case 'empty':
    case 'withdrawn':
    case 'unreadable':
      if (isOffered === false) return notApplicable(`the SETTINGS of the proxy lack 0x8 = 1, and ${heard}`)
      return inconclusive(`${heard}, so that a refusal says nothing of the form`)
  }
}

function verdictOf(trial: IpTrial, expected: bigint): Verdict {
  const meaning = meaningOf(trial)
  const refused = pass('the success is a proper one, and each malformed request was refused')
  switch (meaning.kind) {
    case 'accepted':
      if (hasVia(trial)) {
        return inconclusive(`${told(trial)}, but somebody in between (Via) may have mended the request`)
      }
      if (trial.works) return wronglyAccepted(trial, ', and assigned an address')
      return concern(`${told(trial)}, though it assigned no address`)
    case 'refused':
      return meaning.status >= 400 && meaning.status < 500 ? refused : concern(`${told(trial)}, and not 4xx`)
    case 'reset':
      return meaning.code === String(expected) ? refused : concern(`${told(trial)}, which is another code`)
    case 'connection':
      return observed(`${told(trial)}, which is permitted`)
    case 'withdrawn':
    case 'empty':
    case 'unreadable':
      return concern(told(trial))
    case 'silence':
      if (trial.behind && meaningOf(trial.behind).kind === 'accepted') {
        return concern(`${told(trial)}, and accepted a good one behind it`)
      }
      return inconclusive(`${told(trial)}, nor to a good one behind it`)
  }
}
