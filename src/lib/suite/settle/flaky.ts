/**
 * What did not say the same each time it was looked at. By itself it is labelled as what it is, undecided; whoever wants
 * a decision says which. A result is `flaky` only if at least one attempt failed: else nobody may be accused.
 */
import type {Result} from '../../report/document.js'
import {concern, fail, labelOf, pass, type Verdict} from '../../spec/verdict.js'

export const FLAKY_POLICIES = ['pass', 'fail'] as const
export type FlakyPolicy = (typeof FLAKY_POLICIES)[number]

export function decideFlaky(results: readonly Result[], policy: FlakyPolicy | undefined): readonly Result[] {
  if (policy === undefined) return results
  return results.map(result =>
    isOpen(result) ? {...result, label: labelOf(result.level, as(policy, result))} : result,
  )
}

/** Our own failure stays one, and what does not apply cannot fail. */
function isOpen({flaky, label}: Result): boolean {
  return flaky === true && ['pass', 'fail', 'warn', 'inconclusive'].includes(label)
}

function as(policy: FlakyPolicy, {outcome, because}: Result): Verdict {
  if (policy === 'pass') return pass(because)
  // Never heavier than the worst that was seen.
  return outcome === 'concern' ? concern(because) : fail('', '', because)
}
