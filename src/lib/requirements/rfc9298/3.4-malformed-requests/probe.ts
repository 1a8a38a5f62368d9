import {defineProbe} from '../../../spec/probe.js'
import {concern, inconclusive, pass, type Verdict} from '../../../spec/verdict.js'
import {worstOf} from '../../../stimuli/combine.js'
import {
  controlProblem,
  NO_TRIALS,
  told,
  tryUdp,
  wronglyAccepted,
  type Trials,
  type UdpTrial,
} from '../../../stimuli/malformed-trials.js'
import {
  fillsIn,
  PASSES_CONNECTION_OVER,
  READS_NAMES_IN_ANY_CASE,
  TAKES_ANY_METHOD,
  TAKES_PSEUDO_FIELDS_ANYWHERE,
  TAKES_THE_FIRST_OF_TWO,
} from '../../../stimuli/mended-requests.js'
import {hasVia, meaningOf} from '../../../stimuli/raw-asking.js'
import {H2, H3} from '../../../wire/error-codes.js'
import requirement from './requirement.js'

const EXPECTED = {'3': H3.MESSAGE_ERROR, '2': H2.PROTOCOL_ERROR} as const

/** A connection for each, as the proxy may close it for the fault. */
export default defineProbe<Trials>({
  requirement,
  provokes: true,
  observe: (rig, signal) => tryUdp(rig, {connections: 'each'}, signal),
  judge(seen, {http}) {
    const expected = http === '2' ? EXPECTED['2'] : EXPECTED['3']
    return controlProblem(seen) ?? worstOf(seen.trials.map(trial => verdictOf(trial, expected)))
  },
  silence: NO_TRIALS,
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
    'does-not-answer': {http: {care: {onMalformed: () => ({kind: 'nothing'})}}, over: ['3']},
  },
})

function verdictOf(trial: UdpTrial, expected: bigint): Verdict {
  const meaning = meaningOf(trial)
  switch (meaning.kind) {
    case 'accepted':
      return opened(trial)
    case 'withdrawn':
    case 'empty':
    case 'unreadable':
      return concern(told(trial))
    case 'refused':
      return pass('each was refused')
    case 'reset':
      return meaning.code === String(expected)
        ? pass('each was refused')
        : concern(`${told(trial)}, which is another code`)
    case 'connection':
      return pass(`${told(trial)}, which is permitted`)
    case 'silence':
      if (trial.behind && meaningOf(trial.behind).kind === 'accepted') {
        return concern(`${told(trial)}, and accepted a good one behind it`)
      }
      return inconclusive(`${told(trial)}, nor to a good one behind it`)
  }
}

function opened(trial: UdpTrial): Verdict {
  if (hasVia(trial)) return inconclusive(`${told(trial)}, but somebody in between (Via) may have mended the request`)
  if (trial.echoed) return wronglyAccepted(trial, ', and the tunnel works')
  return concern(`${told(trial)}, though no echo crossed the tunnel`)
}
