/** Which requirements are looked at, and why the others are not. */
import {isBelow} from '../spec/registry.js'
import type {Need, Requirement, RunClass} from '../spec/requirement.js'

export interface Wanted {
  /** Beginnings of ids; none: all. */
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly classes: readonly RunClass[]
  /** What may be needed; undefined: anything. */
  readonly needs: readonly Need[] | undefined
}

export interface LeftOut {
  readonly why: string
  readonly requirements: number
}

export interface Selected<One extends Requirement = Requirement> {
  readonly requirements: readonly One[]
  readonly leftOut: readonly LeftOut[]
}

/** @param all those that have a probe */
export function select<One extends Requirement>(all: readonly One[], wanted: Wanted): Selected<One> {
  const reasons = new Map<string, number>()
  const requirements = all.filter(requirement => {
    const why = whyNot(requirement, wanted)
    if (why !== undefined) reasons.set(why, (reasons.get(why) ?? 0) + 1)
    return why === undefined
  })
  return {requirements, leftOut: [...reasons].map(([why, count]) => ({why, requirements: count}))}
}

function whyNot({id, runClass, needs}: Requirement, {only, skip, classes, needs: met}: Wanted): string | undefined {
  const isNamed = only.some(prefix => isBelow(id, prefix))
  if (only.length > 0 && !isNamed) return 'not among --only'
  if (skip.some(prefix => isBelow(id, prefix))) return '--skip'
  // Who names a requirement itself wants it, whatever its class.
  if (!classes.includes(runClass) && !only.includes(id)) return `class ${runClass}`
  const missing = met && needs.find(need => !met.includes(need))
  return missing === undefined ? undefined : `needs ${missing}`
}
