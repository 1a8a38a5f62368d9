/** Results as people want to read them: the same finding over several versions of HTTP is told once. */
import type {Result} from '../document.js'

export interface Finding {
  /** The first of them; the others differ in version, times and evidence alone. */
  readonly result: Result
  readonly results: readonly Result[]
}

export function findingsOf(results: readonly Result[]): Finding[] {
  const found = new Map<string, Result[]>()
  for (const result of results) {
    const key = sameness(result)
    const others = found.get(key)
    if (others) others.push(result)
    else found.set(key, [result])
  }
  return [...found.values()].flatMap(list => list.slice(0, 1).map(result => ({result, results: list})))
}

export function sameness({id, label, expected, actual, because, notes, waived, baseline, scored}: Result): string {
  return JSON.stringify([id, label, expected, actual, because, notes, waived, baseline, scored])
}

/** `HTTP/3, HTTP/2`; empty where a result is of no version. */
export function overWords(results: readonly Pick<Result, 'http'>[]): string {
  const versions = results.flatMap(({http}) => (http === undefined ? [] : [`HTTP/${http}`]))
  return [...new Set(versions)].join(', ')
}

/** `rfc9298/3.1/df-bit over HTTP/3`. */
export function resultName({id, http}: Pick<Result, 'id' | 'http'>): string {
  return http === undefined ? id : `${id} over HTTP/${http}`
}

export interface Cause {
  readonly because: string
  readonly findings: readonly Finding[]
}

/** By what kept them from being decided, the most frequent first. */
export function causesOf(results: readonly Result[]): Cause[] {
  const causes = new Map<string, Result[]>()
  for (const result of results) causes.set(result.because, [...(causes.get(result.because) ?? []), result])
  return [...causes]
    .sort(([, left], [, right]) => right.length - left.length)
    .map(([because, list]) => ({because, findings: findingsOf(list)}))
}
