/**
 * Known outcomes: what is listed and bad is known, what is bad and not listed is new, what is listed and good now is stale.
 * What was not looked at, or could not be decided, says nothing about its line: that is tolerated, and named.
 */
import type {Result} from '../../report/document.js'
import {areGood, isBad} from './good.js'
import {isScored} from './requirement-set.js'

export type KnownLabel = 'fail' | 'warn'

export interface BaselineLine {
  readonly id: string
  /** `-`: it is not of one version. */
  readonly http: NonNullable<Result['http']> | '-'
  readonly label: KnownLabel
  /** Lines of comment before it. */
  readonly comments: readonly string[]
  /** Comment behind it, with its sign. */
  readonly note?: string
}

export interface Unseen {
  readonly line: BaselineLine
  readonly why: string
}

export interface Compared {
  readonly results: readonly Result[]
  readonly stale: readonly BaselineLine[]
  readonly unseen: readonly Unseen[]
}

export function keyOf({
  id,
  http = '-',
}: {
  readonly id: string
  readonly http?: BaselineLine['http'] | undefined
}): string {
  return `${id} ${http}`
}

export function applyBaseline(results: readonly Result[], lines: readonly BaselineLine[]): Compared {
  const listed = new Map(lines.map(line => [keyOf(line), line]))
  const seen = byKey(results)
  const stale = lines.filter(line => areGood((seen.get(keyOf(line)) ?? []).filter(isScored)))
  const staleKeys = new Set(stale.map(keyOf))
  const marked = results.map(result => {
    const mark = markOf(result, listed.get(keyOf(result)), staleKeys.has(keyOf(result)))
    return mark === undefined ? result : {...result, baseline: mark}
  })
  const unseen = lines.flatMap(line => {
    const why = staleKeys.has(keyOf(line)) ? undefined : whyUnseen(seen.get(keyOf(line)) ?? [])
    return why === undefined ? [] : [{line, why}]
  })
  return {results: marked, stale, unseen}
}

/** Several of one key: at several addresses. */
function byKey(results: readonly Result[]): ReadonlyMap<string, readonly Result[]> {
  const groups = new Map<string, Result[]>()
  for (const result of results) groups.set(keyOf(result), [...(groups.get(keyOf(result)) ?? []), result])
  return groups
}

function markOf(result: Result, line: BaselineLine | undefined, isStale: boolean): Result['baseline'] {
  if (!isScored(result)) return undefined
  if (isBad(result)) return line && !isWorse(result, line) ? 'known' : 'new'
  return isStale ? 'stale' : undefined
}

function isWorse({label}: Result, line: BaselineLine): boolean {
  return label === 'fail' && line.label === 'warn'
}

/** undefined: it was seen. */
function whyUnseen(results: readonly Result[]): string | undefined {
  const counted = results.filter(isScored)
  if (counted.some(isBad)) return undefined
  if (results.length > 0 && counted.length === 0) return 'not in the set of requirements that counts'
  const [first] = counted
  switch (first?.label) {
    case undefined:
      return 'not looked at'
    case 'not-applicable':
      return 'not applicable here'
    default:
      return first?.flaky === true ? 'not the same each time' : (first?.label ?? 'not looked at')
  }
}

/** What the file is to hold after this run: what was not decided keeps its line, what is waived needs none. */
export function updatedBaseline(results: readonly Result[], lines: readonly BaselineLine[]): readonly BaselineLine[] {
  const {results: marked, stale} = applyBaseline(results, lines)
  const gone = new Set([...stale.map(keyOf), ...marked.filter(({label}) => label === 'waived').map(keyOf)])
  const kept = new Map(lines.filter(line => !gone.has(keyOf(line))).map(line => [keyOf(line), line]))
  const bad = new Map<string, BaselineLine>()
  for (const result of marked.filter(each => isScored(each) && isBad(each))) {
    const {id, http = '-', label} = result
    const key = keyOf(result)
    const worst = label === 'fail' || bad.get(key)?.label === 'fail' ? 'fail' : 'warn'
    bad.set(key, {comments: [], ...kept.get(key), id, http, label: worst})
  }
  return [...new Map([...kept, ...bad]).values()].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1))
}
