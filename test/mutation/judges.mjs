// Mutation testing of every judge, by tables of facts: seconds, where worlds of virtual time would take days.
import {judgeParts} from './judge-parts.mjs'
import {mutationOf} from './common.mjs'

export default mutationOf(
  'judges',
  judgeParts().map(({file, start, end}) => `${file}:${start.line}:${start.column}-${end.line}:${end.column}`),
)
