/** Ids that people write: whether there is such a requirement, and which one was probably meant. */
import {closest, distance} from 'fastest-levenshtein'
import {isBelow} from '../../spec/registry.js'
import type {Requirement} from '../../spec/requirement.js'

type Known = readonly Pick<Requirement, 'id'>[]

/** More slips than that, and it is another word. */
const NEAR = 6
const LIST = 'masque requirements --ids lists them'

/** Exactly one of them; a string: why not, and what to do. */
export interface NotKnown {
  readonly problem: string
  readonly next: string
}

export function notAnId(id: string, all: Known): NotKnown | undefined {
  if (all.some(one => one.id === id)) return undefined
  if (!isPrefix(id, all)) return {problem: `there is no requirement '${id}'`, next: nearest(id, ids(all))}
  return {problem: `'${id}' is more than one requirement`, next: `one id each; masque requirements ${id} lists them`}
}

/** The beginning of at least one: a document, a section, or an id. */
export function notAPrefix(prefix: string, all: Known): NotKnown | undefined {
  if (isPrefix(prefix, all)) return undefined
  return {problem: `there is no requirement '${prefix}', nor one below it`, next: nearest(prefix, beginnings(all))}
}

function isPrefix(prefix: string, all: Known): boolean {
  return prefix !== '' && all.some(({id}) => isBelow(id, prefix))
}

function ids(all: Known): readonly string[] {
  return all.map(({id}) => id)
}

/** `rfc9298`, `rfc9298/3.1` and `rfc9298/3.1/df-bit`. */
function beginnings(all: Known): readonly string[] {
  const parts = ids(all).map(id => id.split('/'))
  return [...new Set(parts.flatMap(words => words.map((_, index) => words.slice(0, index + 1).join('/'))))]
}

/** A slip in the name, or the right name without document and section. */
function nearest(id: string, candidates: readonly string[]): string {
  const bare = candidates.find(candidate => id !== '' && candidate.endsWith(`/${id}`))
  if (bare !== undefined) return `did you mean ${bare}?`
  const best = closest(id, [...candidates])
  return distance(id, best) <= Math.min(NEAR, id.length / 2) ? `did you mean ${best}?` : LIST
}
