/**
 * What can be said of a requirement, and what it weighs. Level and outcome are kept apart: an outcome is what was
 * seen, the label follows from how strongly an RFC demands it.
 */

/** `none`: measured, never judged. */
export type Level = 'must' | 'should' | 'may' | 'none'

export type Verdict =
  | {readonly outcome: 'pass'; readonly because: string}
  | {readonly outcome: 'fail'; readonly expected: string; readonly actual: string; readonly because: string}
  /** A failed demand that weighs less than its level says. */
  | {readonly outcome: 'concern'; readonly because: string}
  /** Loss, a control that failed, a permission or a helper that is missing: it could not be told. */
  | {readonly outcome: 'inconclusive'; readonly because: string}
  /** Only on positive evidence, never on a timeout. */
  | {readonly outcome: 'not-applicable'; readonly because: string}
  | {readonly outcome: 'observed'; readonly because: string}

export const LABELS = ['pass', 'fail', 'warn', 'info', 'inconclusive', 'not-applicable', 'waived', 'error'] as const
export type Label = (typeof LABELS)[number]

export function pass(because: string): Verdict {
  return {outcome: 'pass', because}
}

export function fail(expected: string, actual: string, because = actual): Verdict {
  return {outcome: 'fail', expected, actual, because}
}

export function concern(because: string): Verdict {
  return {outcome: 'concern', because}
}

export function inconclusive(because: string): Verdict {
  return {outcome: 'inconclusive', because}
}

export function notApplicable(because: string): Verdict {
  return {outcome: 'not-applicable', because}
}

export function observed(because: string): Verdict {
  return {outcome: 'observed', because}
}

export function labelOf(level: Level, {outcome}: Verdict): Label {
  switch (outcome) {
    case 'fail':
      if (level === 'must') return 'fail'
      return level === 'should' ? 'warn' : 'info'
    case 'concern':
      return level === 'none' ? 'info' : 'warn'
    case 'observed':
      return 'info'
    case 'pass':
      return level === 'none' ? 'info' : 'pass'
    case 'inconclusive':
    case 'not-applicable':
      return outcome
  }
}

/** What a whole run says. */
export type RunVerdict = 'met' | 'violated' | 'inconclusive' | 'broken' | 'interrupted'

/** When a run turns the exit code: docs/exit-codes.md. */
export const FAIL_ONS = ['must', 'should', 'inconclusive', 'never'] as const
export type FailOn = (typeof FAIL_ONS)[number]

export type Summary = Readonly<Record<Label, number>>

export function summarize(labels: readonly Label[]): Summary {
  const count = (label: Label): number => labels.filter(candidate => candidate === label).length
  return Object.fromEntries(LABELS.map(label => [label, count(label)])) as Summary
}

interface RunOptions {
  readonly interrupted?: boolean
  readonly failOn?: FailOn
}

/** The strongest true statement: interrupted, else violated, broken, inconclusive, met. */
export function runVerdict(summary: Summary, {interrupted = false, failOn = 'must'}: RunOptions = {}): RunVerdict {
  if (interrupted) return 'interrupted'
  const violations = summary.fail + (failOn === 'should' ? summary.warn : 0)
  if (violations > 0 && failOn !== 'never') return 'violated'
  if (summary.error > 0) return 'broken'
  if (summary.inconclusive > 0) return failOn === 'inconclusive' ? 'violated' : 'inconclusive'
  return 'met'
}

/** What one thing that was found does to the whole run. `good`: it was tested; `nothing`: it was not, and need not be. */
export type Weight = 'violation' | 'broken' | 'undecided' | 'good' | 'nothing'

/** `never` softens the exit code, not what is said. */
export function weightOf(label: Label, failOn: FailOn): Weight {
  switch (label) {
    case 'fail':
      return 'violation'
    case 'warn':
      return failOn === 'should' ? 'violation' : 'good'
    case 'error':
      return 'broken'
    case 'inconclusive':
      return failOn === 'inconclusive' ? 'violation' : 'undecided'
    case 'pass':
    case 'info':
    case 'waived':
      return 'good'
    case 'not-applicable':
      return 'nothing'
  }
}

export interface Conclusion {
  readonly verdict: RunVerdict
  readonly exitCode: number
}

/** Of all weights: without anything that was tested a run is undecided, never met. */
export function conclude(weights: ReadonlySet<Weight>, failOn: FailOn, interrupted = false): Conclusion {
  const isTested = [...weights].some(weight => weight !== 'nothing')
  const untested = isTested ? [] : [weightOf('inconclusive', failOn)]
  const verdict = strongest(new Set([...weights, ...untested]), interrupted)
  if (failOn !== 'never' || verdict === 'interrupted') return {verdict, exitCode: EXIT[verdict]}
  return {verdict, exitCode: weights.has('broken') ? EXIT.broken : EXIT.met}
}

function strongest(weights: ReadonlySet<Weight>, interrupted: boolean): RunVerdict {
  if (interrupted) return 'interrupted'
  if (weights.has('violation')) return 'violated'
  if (weights.has('broken')) return 'broken'
  return weights.has('undecided') ? 'inconclusive' : 'met'
}

export const EXIT: Readonly<Record<RunVerdict, number>> = {
  met: 0,
  violated: 1,
  inconclusive: 3,
  broken: 70,
  interrupted: 130,
}
