import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {readsPaths} from '../../../stimuli/other-words.js'
import {
  answerWords,
  askOdd,
  goodTarget,
  isRefusal,
  NO_ODD_ANSWERS,
  oddControlProblem,
  type OddAnswers,
} from '../../../stimuli/odd-targets.js'
import requirement from './requirement.js'

/**
 * The first character of the target's host is encoded once, and twice: an echo tells where the tunnel leads, so that
 * nobody has to watch the proxy's resolver.
 */
export default defineProbe<OddAnswers>({
  requirement,
  provokes: true,
  observe(rig, signal) {
    const {host, port} = goodTarget(rig)
    const hex = host.charCodeAt(0).toString(16)
    const rest = host.slice(1)
    const targets = [
      {name: 'once', host: `%${hex}${rest}`, port},
      {name: 'twice', host: `%25${hex}${rest}`, port},
    ]
    return askOdd(rig, targets, {follow: true}, signal)
  },
  judge(seen) {
    const problem = oddControlProblem(seen)
    if (problem) return problem
    const once = seen.odd.find(({name}) => name === 'once')
    const twice = seen.odd.find(({name}) => name === 'twice')
    if (!once || !twice) return inconclusive('not everything was asked')
    const words = `to a host with a letter encoded once the proxy ${answerWords(once.answer)}, and encoded twice it ${answerWords(twice.answer)}`
    if (once.answer.kind === 'success' && once.leads === false) {
      return inconclusive(`${words}, but no echo came through the first`)
    }
    if (once.answer.kind === 'success' && isRefusal(twice.answer)) return pass(words)
    if (once.answer.kind === 'success' && twice.answer.kind === 'success') {
      return observed(`${words}: ${twice.leads ? 'it decodes twice' : 'where the second leads is not known'}`)
    }
    if (isRefusal(once.answer)) return observed(`${words}: it does not decode`)
    return inconclusive(words)
  },
  silence: NO_ODD_ANSWERS,
  faults: {
    'does-not-decode': readsPaths(path => path.replaceAll('%', '%25')),
    'decodes-twice': readsPaths(path => path.replaceAll('%25', '%')),
  },
})
