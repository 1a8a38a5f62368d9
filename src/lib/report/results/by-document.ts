/** Results by the document that asks for it: RFC 9298, a draft; in the order of the catalogue, others behind them. */
import {DOCUMENTS, documentOf} from '../../spec/document.js'
import type {Result} from '../document.js'

export interface OfDocument {
  /** As in ids: `rfc9298`. */
  readonly key: string
  /** As it is cited: `RFC 9298`. */
  readonly name: string
  readonly title: string
  readonly results: readonly Result[]
}

export function byDocument(results: readonly Result[]): OfDocument[] {
  const found = new Map<string, Result[]>()
  for (const result of results) {
    const [key = ''] = result.id.split('/')
    const others = found.get(key)
    if (others) others.push(result)
    else found.set(key, [result])
  }
  const place = (key: string): number => {
    const index = DOCUMENTS.findIndex(document => document.key === key)
    return index < 0 ? DOCUMENTS.length : index
  }
  return [...found]
    .sort(([left], [right]) => place(left) - place(right))
    .map(([key, list]) => {
      const {name, title} = documentOf(key) ?? {name: key, title: ''}
      return {key, name, title, results: list}
    })
}
