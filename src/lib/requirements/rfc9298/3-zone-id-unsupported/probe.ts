import {defineProbe, type FaultyPolicy} from '../../../spec/probe.js'
import {inconclusive, observed, pass, type Verdict} from '../../../spec/verdict.js'
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

/** Nothing is sent into a tunnel that opens: the link behind the proxy is not ours. */
export default defineProbe<OddAnswers>({
  requirement,
  provokes: true,
  observe(rig, signal) {
    const {port} = goodTarget(rig)
    const targets = [
      {name: 'encoded once', host: 'fe80%3A%3A1%25eth0', port},
      {name: 'encoded twice', host: 'fe80%3A%3A1%2525eth0', port},
    ]
    return askOdd(rig, targets, {follow: false}, signal)
  },
  judge: seen => oddControlProblem(seen) ?? worstOf(seen.odd.map(verdictOf)),
  silence: NO_ODD_ANSWERS,
  faults: {
    'honours-the-zone': takes(/^fe80::1%eth0$/),
    'decodes-the-zone-twice': takes(/^fe80::1%25eth0$/),
  },
})

function verdictOf({name, answer}: OddAnswer): Verdict {
  const told = `to a link-local target with a zone identifier, its percent sign ${name}, the proxy ${answerWords(answer)}`
  if (answer.kind === 'success') return observed(`${told}: hosts on its own link may be within reach`)
  return isRefusal(answer) ? pass(told) : inconclusive(told)
}

/** Which links there are depends on the host: the tunnel opens even if nothing on this one has such an address. */
function takes(form: RegExp): FaultyPolicy {
  return {
    http: {
      onNoSocket: () => 'accept',
      onBadTarget: (host, port) => (form.test(host) ? {host: 'fe80::1', port: Number(port), kind: 'ipv6'} : undefined),
    },
    egress: {mayReach: () => true},
  }
}
