/**
 * What results come to: which of them count, which are accepted or known, what the run says and how it exits. Results in,
 * results out: nothing is read, sent or written here, so that a saved run can be settled again.
 */
import type {CheckFacts} from '../../report/check-facts.js'
import type {Result, ResultDocument} from '../../report/document.js'
import {conclude, summarize, weightOf, type FailOn, type Weight} from '../../spec/verdict.js'
import {applyBaseline, keyOf, updatedBaseline, type BaselineLine, type Compared} from './baseline.js'
import {decideFlaky, type FlakyPolicy} from './flaky.js'
import {isScored, score, type RequirementSet} from './requirement-set.js'
import {applyWaivers, nameOf, type Waived, type Waiver} from './waivers.js'
import {settleWarnings} from './warnings.js'

export interface Decision {
  readonly failOn: FailOn
  /** undefined: what is not the same each time stays undecided. */
  readonly flaky: FlakyPolicy | undefined
  readonly set: RequirementSet | undefined
  readonly waivers: {readonly file: string; readonly waivers: readonly Waiver[]} | undefined
  /** `update`: what this run finds becomes what is known. */
  readonly baseline:
    {readonly file: string; readonly lines: readonly BaselineLine[]; readonly update: boolean} | undefined
}

export interface Circumstances {
  /** The day, UTC: 2026-12-31. */
  readonly today: string
  readonly interrupted: boolean
  /** Observations that were not made: what they would have shown is not known. */
  readonly unreached: number
}

export interface Settled extends Pick<ResultDocument, 'results' | 'summary' | 'verdict' | 'exitCode' | 'warnings'> {
  readonly facts: Pick<CheckFacts, 'requirementSet' | 'baseline' | 'waivers'>
  /** To be written, if the baseline is to be updated. */
  readonly newLines: readonly BaselineLine[] | undefined
}

export function settle(
  found: readonly Result[],
  decision: Decision,
  {today, interrupted, unreached}: Circumstances,
): Settled {
  const {failOn, waivers, baseline} = decision
  const scored = score(decideFlaky(found, decision.flaky), decision.set)
  const waived = applyWaivers(scored, waivers?.waivers ?? [], today)
  // What was not finished is no base for anything.
  const newLines =
    baseline?.update && !interrupted && unreached === 0 ? updatedBaseline(waived.results, baseline.lines) : undefined
  const compared = baseline ? applyBaseline(waived.results, newLines ?? baseline.lines) : undefined
  const results = compared?.results ?? waived.results
  const weights = new Set(results.map(result => weigh(result, failOn)))
  if (unreached > 0) weights.add(weightOf('inconclusive', failOn))
  const overdue = waived.expired.length + waived.stale.length + (compared?.stale.length ?? 0)
  if (overdue > 0) weights.add('violation')
  const facts = {
    requirementSet: decision.set?.name ?? null,
    baseline: baseline && compared ? baselineFacts(baseline.file, compared, newLines !== undefined) : null,
    waivers: waivers ? waiverFacts(waivers.file, waived) : null,
  }
  return {
    results: [...results],
    summary: summaryOf(results),
    ...conclude(weights, failOn, interrupted),
    warnings: [...settleWarnings(facts, results.some(isTested), unreached)],
    facts,
    newLines,
  }
}

/** What does not count weighs nothing, what is known as much as what is good. */
function weigh(result: Result, failOn: FailOn): Weight {
  if (!isScored(result)) return 'nothing'
  return result.baseline === 'known' ? 'good' : weightOf(result.label, failOn)
}

function isTested(result: Result): boolean {
  return isScored(result) && result.label !== 'not-applicable'
}

/** Of those that count. */
function summaryOf(results: readonly Result[]): ResultDocument['summary'] {
  const {'not-applicable': notApplicable, ...rest} = summarize(results.filter(isScored).map(({label}) => label))
  return {...rest, notApplicable}
}

function waiverFacts(file: string, {expired, stale}: Waived): CheckFacts['waivers'] {
  return {file, expired: expired.map(nameOf), stale: stale.map(nameOf)}
}

function baselineFacts(file: string, {results, stale, unseen}: Compared, updated: boolean): CheckFacts['baseline'] {
  const count = (mark: Result['baseline']): number => results.filter(({baseline}) => baseline === mark).length
  return {
    file,
    known: count('known'),
    fresh: count('new'),
    stale: stale.map(keyOf),
    unseen: unseen.map(({line, why}) => `${keyOf(line)}: ${why}`),
    updated,
  }
}
