/** Heads as node:http2 wants them: an object, values of one name together, secrets marked. */
import {sensitiveHeaders, type OutgoingHttpHeaders} from 'node:http2'
import type {Field} from '../../wire/qpack/field-section.js'

export function nodeHeaders(fields: readonly Field[]): OutgoingHttpHeaders {
  const headers: Record<string, string | string[]> = {}
  for (const {name, value} of fields) {
    const before = headers[name]
    headers[name] = before === undefined ? value : [before, value].flat()
  }
  const secret = fields.filter(({neverIndexed}) => neverIndexed).map(({name}) => name.toLowerCase())
  return {...headers, [sensitiveHeaders]: secret}
}
