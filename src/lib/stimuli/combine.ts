/** One verdict of several: what weighs most is what is said. */
import {concern, fail, inconclusive, observed, pass, type Verdict} from '../spec/verdict.js'

/**
 * A fault first, then what gives concern, then what could not be told, then what was only seen. Verdicts of not-applicable
 * count as long as there is nothing else but them.
 */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  const failed = verdicts.filter(verdict => verdict.outcome === 'fail')
  const [first] = failed
  if (first) return fail(first.expected, joined(failed.map(({actual}) => actual)), becauseOf(failed))
  for (const [outcome, make] of LESSER) {
    const such = verdicts.filter(verdict => verdict.outcome === outcome)
    if (such.length > 0) return make(becauseOf(such))
  }
  return verdicts[0] ?? inconclusive('nothing was seen')
}

const LESSER = [
  ['concern', concern],
  ['inconclusive', inconclusive],
  ['observed', observed],
  ['pass', pass],
] as const

function becauseOf(verdicts: readonly Verdict[]): string {
  return joined(verdicts.map(({because}) => because))
}

function joined(texts: readonly string[]): string {
  return [...new Set(texts)].join('; ')
}
