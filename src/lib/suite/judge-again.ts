/** What was seen in an earlier run, judged by the judges of today. Nothing is sent, and nothing is seen anew. */
import type {HttpVersion} from '../http/transport.js'
import type {Result} from '../report/document.js'
import {loadProbe, type Catalogued} from '../spec/registry.js'
import type {Probe} from '../spec/probe.js'
import {inconclusive, labelOf, type Verdict} from '../spec/verdict.js'
import {accuses} from './confirm.js'
import {judged} from './observe.js'
import type {Looked} from './version-run.js'

export interface JudgedAgain {
  readonly result: Result
  /** What it was before, if it is another now. */
  readonly before: Result | undefined
}

/** What stands and falls with the verdict. */
const OF_A_VERDICT: ReadonlySet<string> = new Set(['expected', 'actual', 'waived', 'baseline'])

/**
 * A verdict that was not made of facts stays as it is: an obstacle, a failure that was not seen again, a control that
 * failed; and so does one whose requirement has no probe any more.
 */
export async function judgeAgain({result, seen}: Looked, catalogue: readonly Catalogued[]): Promise<JudgedAgain> {
  const requirement = catalogue.find(({id}) => id === result.id)
  if (seen === undefined || result.flaky || result.http === undefined || !requirement?.probe) return same(result)
  const probe = await loadProbe(requirement)
  const verdict = unlessNew(verdictAgain(probe, seen, result.http), result)
  const label = labelOf(requirement.level, verdict)
  if (label === result.label && verdict.because === result.because) return same(result)
  const {outcome, because} = verdict
  const words = verdict.outcome === 'fail' ? {expected: verdict.expected, actual: verdict.actual} : {}
  const kept = Object.fromEntries(Object.entries(result).filter(([name]) => !OF_A_VERDICT.has(name))) as Result
  return {result: {...kept, level: requirement.level, outcome, label, because, ...words}, before: result}
}

const OTHER_FACTS = inconclusive('what was seen then is not what is looked at now: run the check again')

/** Facts of one observation are kept: nobody is accused of what was seen once. */
function unlessNew(verdict: Verdict, {outcome: before}: Result): Verdict {
  if (!accuses(verdict) || before === 'fail' || before === 'concern') return verdict
  return inconclusive(`by today's judges it would be a violation, seen once: run the check again (${verdict.because})`)
}

/** A judge reads what its own observation found; of facts that lack something it would say anything. */
function isLike(seen: unknown, known: unknown): boolean {
  if (typeof known !== 'object' || known === null) return typeof seen === typeof known
  return typeof seen === 'object' && seen !== null && Object.keys(known).every(name => name in seen)
}

/** Facts come from a file: of an earlier version, with other facts, or of somebody who wrote them by hand. */
function verdictAgain(probe: Probe, seen: unknown, http: HttpVersion): Verdict {
  if (!isLike(seen, probe.silence)) return OTHER_FACTS
  try {
    return judged(probe, seen, {http})
  } catch {
    return OTHER_FACTS
  }
}

function same(result: Result): JudgedAgain {
  return {result, before: undefined}
}
