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
import {fillsIn, TAKES_ANY_METHOD, TAKES_PSEUDO_FIELDS_ANYWHERE} from '../../../stimuli/mended-requests.js'
import {hasVia, meaningOf, wordsOf} from '../../../stimuli/raw-asking.js'
import requirement from './requirement.js'

/** All on one connection, as long as it lives, with a good request first and last. */
export default defineProbe<Trials>({
  requirement,
  provokes: true,
  observe: (rig, signal) => tryUdp(rig, {connections: 'one'}, signal),
  judge(seen) {
    const problem = controlProblem(seen)
    if (problem) return problem
    const verdict = worstOf(seen.trials.map(verdictOf))
    if (verdict.outcome !== 'pass' || seen.after === null) return verdict
    const after = meaningOf(seen.after)
    if (after.kind === 'accepted') return pass(`${verdict.because}; a good request behind them on the connection works`)
    return inconclusive(`to a good request behind the malformed ones the proxy ${wordsOf(after)}`)
  },
  silence: NO_TRIALS,
  faults: {
    'fills-in-what-is-missing': fillsIn(':path'),
    'takes-any-method': TAKES_ANY_METHOD,
    'takes-pseudo-fields-anywhere': TAKES_PSEUDO_FIELDS_ANYWHERE,
  },
})

/** Codes are told, and not judged. */
function verdictOf(trial: UdpTrial): Verdict {
  const meaning = meaningOf(trial)
  switch (meaning.kind) {
    case 'accepted':
      if (hasVia(trial))
        return inconclusive(`${told(trial)}, but somebody in between (Via) may have mended the request`)
      return wronglyAccepted(trial)
    case 'withdrawn':
    case 'empty':
    case 'unreadable':
      return concern(told(trial))
    case 'refused':
      return pass(`a malformed request is answered ${meaning.status}`)
    case 'reset':
      return pass(`the stream of a malformed request is reset with ${meaning.codeName}`)
    case 'connection':
      return pass(`${told(trial)}, which is permitted`)
    case 'silence':
      if (trial.behind && meaningOf(trial.behind).kind === 'accepted') {
        return concern(`${told(trial)}, and accepted a good one behind it`)
      }
      return inconclusive(`${told(trial)}, nor to a good one behind it`)
  }
}
