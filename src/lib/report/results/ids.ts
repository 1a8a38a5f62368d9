/** Counting requirements: one that was looked at over two versions of HTTP is still one. */
import type {ResultDocument} from '../document.js'
import {standingOf, type Standing} from './standing.js'

export function idsOf({results}: Pick<ResultDocument, 'results'>, standing: Standing): number {
  return new Set(results.flatMap(result => (standingOf(result) === standing ? [result.id] : []))).size
}

/** `2 warnings`; nothing of none. */
export function some(count: number, one: string, several: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`]
}
