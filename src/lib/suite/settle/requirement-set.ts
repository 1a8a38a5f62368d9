/** A frozen set of requirements: what is younger than it is shown, and does not count. */
import type {Result} from '../../report/document.js'

export interface RequirementSet {
  readonly name: string
  readonly ids: ReadonlySet<string>
}

export function score(results: readonly Result[], set: RequirementSet | undefined): readonly Result[] {
  if (!set) return results
  return results.map(result => (set.ids.has(result.id) ? result : {...result, scored: false as const}))
}

export function isScored({scored}: Result): boolean {
  return scored !== false
}
