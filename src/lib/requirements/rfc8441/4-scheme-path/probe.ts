import {defineProbe} from '../../../spec/probe.js'
import {concern, inconclusive, pass, type Verdict} from '../../../spec/verdict.js'
import {worstOf} from '../../../stimuli/combine.js'
import {MALFORMED_FIELDS} from '../../../stimuli/malformed-requests.js'
import {
  controlProblem,
  NO_TRIALS,
  told,
  tryUdp,
  wronglyAccepted,
  type Trials,
  type UdpTrial,
} from '../../../stimuli/malformed-trials.js'
import {fillsIn} from '../../../stimuli/mended-requests.js'
import {hasVia, meaningOf} from '../../../stimuli/raw-asking.js'
import requirement from './requirement.js'

const LIST = MALFORMED_FIELDS.filter(({name}) => name === 'no-scheme' || name === 'no-path')

export default defineProbe<Trials>({
  requirement,
  provokes: true,
  observe: (rig, signal) => tryUdp(rig, {list: LIST, connections: 'one'}, signal),
  judge: seen => controlProblem(seen) ?? worstOf(seen.trials.map(verdictOf)),
  silence: NO_TRIALS,
  faults: {
    'takes-the-path-of-the-request-before': fillsIn(':path'),
    'needs-no-scheme': fillsIn(':scheme'),
  },
})

function verdictOf(trial: UdpTrial): Verdict {
  switch (meaningOf(trial).kind) {
    case 'accepted':
      if (hasVia(trial))
        return inconclusive(`${told(trial)}, but somebody in between (Via) may have mended the request`)
      return wronglyAccepted(trial)
    case 'withdrawn':
    case 'unreadable':
      return concern(told(trial))
    case 'refused':
    case 'reset':
    case 'empty':
    case 'connection':
      return pass(told(trial))
    case 'silence':
      return inconclusive(told(trial))
  }
}
