import {defineProbe} from '../../../spec/probe.js'
import {concern, inconclusive, observed, pass, type Verdict} from '../../../spec/verdict.js'
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

const LEADING_ZERO = 'the leading zero'

/** Ports that wrap to the target's own in 16 or 32 bits are among them: an echo tells where they lead. */
export default defineProbe<OddAnswers>({
  requirement,
  provokes: true,
  observe(rig, signal) {
    const {host, port} = goodTarget(rig)
    const wrong = ['0', '65536', '70000', '-1', `${port}x`, `%2B${port}`, `%20${port}`, '4294967739']
    const wrapped = [65_536 + Number(port), 2 ** 32 + Number(port)].map(String)
    const targets = [
      ...[...wrong, ...wrapped].map(each => ({name: each, host, port: each})),
      {name: LEADING_ZERO, host, port: `0${port}`},
    ]
    return askOdd(rig, targets, {follow: true}, signal)
  },
  judge: seen => oddControlProblem(seen) ?? worstOf(seen.odd.map(verdictOf)),
  silence: NO_ODD_ANSWERS,
  faults: {
    'wraps-at-16-bits': {
      http: {
        onBadTarget: (host, port) =>
          /^\d+$/.test(port) && Number(port) % 65_536 > 0
            ? {host, port: Number(port) % 65_536, kind: 'ipv4'}
            : undefined,
      },
    },
    'reads-digits-as-far-as-they-go': {
      http: {
        onBadTarget: (host, port) => {
          const digits = Number(/^\s*\+?(\d{1,5})/.exec(port)?.[1] ?? 0)
          return digits > 0 && digits < 65_536 ? {host, port: digits, kind: 'ipv4'} : undefined
        },
      },
    },
    'takes-zero-for-any': {
      http: {onBadTarget: (host, port) => (port === '0' ? {host, port: 9, kind: 'ipv4'} : undefined)},
    },
  },
})

function verdictOf({name, answer, leads}: OddAnswer): Verdict {
  if (name === LEADING_ZERO) {
    return answer.kind === 'success'
      ? pass('a leading zero is taken, as it may be')
      : observed('a leading zero is refused')
  }
  const told = `for port ${JSON.stringify(decodeURIComponent(name))} the proxy ${answerWords(answer)}`
  if (answer.kind === 'success') {
    return concern(leads ? `${told}, and the tunnel leads to the target's port, which was not named` : told)
  }
  return isRefusal(answer) ? pass('ports outside the range are refused') : inconclusive(told)
}
