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
import {fillsIn, PASSES_CONNECTION_OVER, TAKES_ANY_METHOD} from '../../../stimuli/mended-requests.js'
import {hasVia, meaningOf} from '../../../stimuli/raw-asking.js'
import requirement from './requirement.js'

/** One per stream, as long as the connection lives; a good request first and last. */
export default defineProbe<Trials>({
  requirement,
  provokes: true,
  observe: (rig, signal) => tryUdp(rig, {connections: 'one'}, signal),
  judge(seen) {
    const problem = controlProblem(seen)
    if (problem) return problem
    const verdict = worstOf(seen.trials.map(verdictOf))
    const isFramed = seen.after === null || meaningOf(seen.after).kind === 'accepted'
    if (verdict.outcome !== 'pass' || isFramed) return verdict
    return inconclusive('a good request behind the malformed ones was not accepted any more')
  },
  silence: NO_TRIALS,
  faults: {
    'fills-in-what-is-missing': fillsIn(':path'),
    'takes-any-method': TAKES_ANY_METHOD,
    'passes-connection-over': PASSES_CONNECTION_OVER,
    'answers-200-to-anything': {http: {care: {onMalformed: () => ({kind: 'status', status: 200})}}},
    'does-not-answer': {http: {care: {onMalformed: () => ({kind: 'nothing'})}}},
  },
})

function verdictOf(trial: UdpTrial): Verdict {
  switch (meaningOf(trial).kind) {
    case 'accepted':
      if (hasVia(trial))
        return inconclusive(`${told(trial)}, but somebody in between (Via) may have mended the request`)
      return wronglyAccepted(trial)
    case 'withdrawn':
    case 'empty':
    case 'unreadable':
      return concern(told(trial))
    case 'reset':
    case 'refused':
      return pass('each was refused')
    case 'connection':
      return pass(`${told(trial)}, which is permitted`)
    case 'silence':
      if (trial.behind && meaningOf(trial.behind).kind === 'accepted') {
        return concern(`${told(trial)}, and accepted a good one behind it`)
      }
      return inconclusive(`${told(trial)}, nor to a good one behind it`)
  }
}
