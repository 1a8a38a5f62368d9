// Mutation testing of every judge, by tables of facts: seconds, where worlds of virtual time would take days.
import {fileOf, judgeParts} from './judge-parts.mjs'
import {mutationOf} from './common.mjs'

export default mutationOf('judges', judgeParts().map(range))

function range(node) {
  const at = position => {
    const {line, character} = node.getSourceFile().getLineAndCharacterOfPosition(position)
    return `${line + 1}:${character}`
  }
  return `${fileOf(node)}:${at(node.getStart())}-${at(node.end)}`
}
