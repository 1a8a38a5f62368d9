import {defineProbe, type FaultyPolicy} from '../../../spec/probe.js'
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

const BRACKETS = 'an IPv6 literal in brackets'

/** The rule binds whoever writes the request, so that a proxy is never worse than odd. */
export default defineProbe<OddAnswers>({
  requirement,
  provokes: true,
  observe(rig, signal) {
    const {host, port} = goodTarget(rig)
    const targets = [
      // RFC 3849: for documentation.
      {name: BRACKETS, host: '%5B2001%3Adb8%3A%3A1%5D'},
      {name: 'a name with a space in it', host: 'masque%20test.invalid'},
      {name: 'the target with a space behind it', host: `${host}%20`},
      {name: 'the target with a NUL and a name behind it', host: `${host}%00.invalid`},
      {name: 'a name of 300 octets', host: `${'a'.repeat(60)}.`.repeat(5).slice(0, -5)},
    ]
    const written = targets.map(each => ({...each, port}))
    return askOdd(rig, written, {follow: true}, signal)
  },
  judge: seen => oddControlProblem(seen) ?? worstOf(seen.odd.map(verdictOf)),
  silence: NO_ODD_ANSWERS,
  faults: {
    'reads-up-to-the-first-nul': reads(host => host.split('\0')[0]),
    'trims-what-it-reads': reads(host => host.trim()),
    'tells-names-no-limits': {
      http: {
        onBadTarget: (host, port) =>
          host.length > 253 ? {host: '192.0.2.1', port: Number(port), kind: 'ipv4'} : undefined,
      },
    },
  },
})

function reads(mended: (host: string) => string | undefined): FaultyPolicy {
  return {
    http: {
      onBadTarget: (host, port) => {
        const found = mended(host)
        return found !== undefined && /^[\d.]+$/.test(found)
          ? {host: found, port: Number(port), kind: 'ipv4'}
          : undefined
      },
    },
  }
}

function verdictOf({name, answer, leads}: OddAnswer): Verdict {
  const told = `for ${name} the proxy ${answerWords(answer)}`
  if (answer.kind === 'success' && name === BRACKETS) return observed(told)
  if (answer.kind === 'success') return concern(`${told}${leads ? ', and the tunnel leads to the target' : ''}`)
  return isRefusal(answer) ? pass('what no host may look like is refused') : inconclusive(told)
}
