import {defineProbe} from '../../../spec/probe.js'
import {concern, inconclusive, pass, type Verdict} from '../../../spec/verdict.js'
import {worstOf} from '../../../stimuli/combine.js'
import {
  answerWords,
  askOdd,
  goodTarget,
  isRefusal,
  NO_ODD_ANSWERS,
  oddControlProblem,
  type OddAnswer,
  type OddAnswers,
} from '../../../stimuli/odd-targets.js'
import requirement from './requirement.js'

/** The rule binds whoever writes the request, so that a proxy is never worse than odd. */
export default defineProbe<OddAnswers>({
  requirement,
  provokes: true,
  observe(rig, signal) {
    const good = goodTarget(rig)
    const targets = [
      {name: 'host', ...good, host: ''},
      {name: 'port', ...good, port: ''},
    ]
    return askOdd(rig, targets, {follow: false}, signal)
  },
  judge: seen => oddControlProblem(seen) ?? worstOf(seen.odd.map(verdictOf)),
  silence: NO_ODD_ANSWERS,
  faults: {
    'takes-an-empty-host-for-itself': {
      http: {
        onBadTarget: (host, port) => (host === '' ? {host: '127.0.0.1', port: Number(port), kind: 'ipv4'} : undefined),
      },
      egress: {mayReach: () => true},
    },
    'has-a-default-port': {
      http: {onBadTarget: (host, port) => (port === '' ? {host, port: 443, kind: 'ipv4'} : undefined)},
    },
  },
})

function verdictOf({name, answer}: OddAnswer): Verdict {
  const told = `to a request with an empty ${name} the proxy ${answerWords(answer)}`
  if (answer.kind === 'success') return concern(`${told}, although no target was named`)
  return isRefusal(answer) ? pass(told) : inconclusive(told)
}
