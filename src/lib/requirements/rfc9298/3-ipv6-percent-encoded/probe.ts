import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {readsPaths} from '../../../stimuli/other-words.js'
import {
  answerWords,
  askOdd,
  goodTarget,
  isRefusal,
  NO_ODD_ANSWERS,
  oddControlProblem,
  type OddAnswers,
  type OddTarget,
} from '../../../stimuli/odd-targets.js'
import type {Target} from '../../../tunnel/target.js'
import requirement from './requirement.js'

/** RFC 3849: for documentation, where no responder has an IPv6 address. */
const NOBODY = '2001:db8::1'
/** A refusal counts when it is repeated. */
const TIMES = 3

/**
 * A refusal of an IPv6 literal may be for want of IPv6 behind the proxy. That the same literal is accepted in another
 * spelling tells it from one that cannot be read.
 */
export default defineProbe<OddAnswers>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const {target} = rig.place
    let seen = NO_ODD_ANSWERS
    for (const host of literals(target)) {
      seen = await askOdd(rig, spellings(host, goodTarget(rig).port), {follow: target?.kind === 'ipv6'}, signal)
      if (seen.odd.some(({answer}) => answer.kind === 'success')) break
    }
    return seen
  },
  judge(seen) {
    const problem = oddControlProblem(seen)
    if (problem) return problem
    const of = (spelling: string) => seen.odd.filter(({name}) => name === spelling)
    const opened = seen.odd.filter(({answer}) => answer.kind === 'success')
    const raw = of('raw').some(({answer}) => answer.kind === 'success')
    for (const spelling of ['%3A', '%3a']) {
      const such = of(spelling)
      const [first] = such
      if (!first || such.some(({answer}) => answer.kind === 'success')) continue
      const told = `to an IPv6 literal with its colons written ${spelling} the proxy ${answerWords(first.answer)}`
      if (!such.every(({answer}) => isRefusal(answer))) return inconclusive(told)
      if (opened.length === 0) return inconclusive(`${told}, as to any other spelling: it may have no IPv6 behind it`)
      return fail('an IPv6 literal with encoded colons is read', `${told}, and accepts another spelling of it`)
    }
    const stray = opened.find(({name, leads}) => name !== 'raw' && leads === false)
    if (stray) return inconclusive(`a tunnel to ${stray.name} opened, but no echo came through it`)
    return pass(`encoded colons are read in either case of letters${raw ? ', and raw ones are as well' : ''}`)
  },
  silence: NO_ODD_ANSWERS,
  faults: {
    'does-not-decode': readsPaths(path => path.replaceAll('%', '%25')),
    'reads-capitals-only': readsPaths(path => path.replaceAll('%3a', '%253a')),
  },
})

/** The target; or nobody, and where that is refused the target's IPv4 address in IPv6 (RFC 4291 section 2.5.5.2). */
function literals(target: Target | undefined): readonly string[] {
  if (target?.kind === 'ipv6') return [target.host]
  return target?.kind === 'ipv4' ? [NOBODY, `::ffff:${target.host}`] : [NOBODY]
}

function spellings(host: string, port: string): readonly OddTarget[] {
  const spelled = (name: string, colon: string): OddTarget => ({name, host: host.replaceAll(':', colon), port})
  return [spelled('raw', ':'), ...repeated(spelled('%3A', '%3A')), ...repeated(spelled('%3a', '%3a'))]
}

function repeated<T>(each: T): T[] {
  return Array.from({length: TIMES}, () => each)
}
