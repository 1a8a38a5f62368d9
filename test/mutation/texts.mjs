// Which texts of the judges are ever said: a plugin for vitest that wraps each of them, so that it is told when a test
// comes by. All that there are, and then what each worker has come by, are written into the folder MASQUE_TEXTS.
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import ts from 'typescript'
import {descendants, fileOf, judgeParts} from './judge-parts.mjs'

export function textsOfJudges() {
  const texts = new Set(judgeParts().flatMap(descendants).filter(isText))
  const name = node => {
    const {line, character} = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart())
    return `${fileOf(node)}:${line + 1}:${character + 1} ${node.getText()}`
  }
  writeFileSync(join(process.env.MASQUE_TEXTS, 'all.json'), JSON.stringify([...texts].map(name)))
  return {
    name: 'texts-of-judges',
    enforce: 'pre',
    transform(code, id) {
      const own = [...texts].filter(node => node.getSourceFile().fileName === id)
      const cuts = own.flatMap(node => [
        {at: node.getStart(), text: `(globalThis.masqueTexts?.add(${JSON.stringify(name(node))}),`},
        {at: node.end, text: ')'},
      ])
      return cuts.length === 0 ? undefined : {code: inserted(code, cuts), map: null}
    },
  }
}

/** Words for people have spaces between them; what is compared with has none. */
function isText(node) {
  return (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) && / /.test(node.getText()) && isSaid(node)
}

function isSaid({parent}) {
  return !ts.isLiteralTypeNode(parent) && !ts.isPropertyName(parent) && !ts.isCaseClause(parent)
}

/** From behind, so that no place moves; of two at one place the outer one stays outside. */
function inserted(code, cuts) {
  return cuts
    .toSorted((one, other) => other.at - one.at)
    .reduce((text, cut) => text.slice(0, cut.at) + cut.text + text.slice(cut.at), code)
}
