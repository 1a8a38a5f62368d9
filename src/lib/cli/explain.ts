/** `explain`: what a requirement or an error code says. Nothing of the network is loaded for it. */
import {closest, distance} from 'fastest-levenshtein'
import {documentText, linesText} from '../report/answer-text.js'
import {codeLines, requirementLines} from '../report/catalogue/explain.js'
import {listLines} from '../report/catalogue/list.js'
import type {ReportTarget} from '../report/reporter.js'
import {citation, referenceOf} from '../spec/document.js'
import {allRequirements, isBelow} from '../spec/registry.js'
import type {Requirement} from '../spec/requirement.js'
import {meaningsOf, meaningsOfName, type CodeMeaning} from '../wire/code-meanings.js'
import {CliError} from './errors.js'

type Look = Pick<ReportTarget, 'columns' | 'style'>

/** More slips than that, and it is another word. */
const NEAR = 6

/** @throws CliError if nothing is known of it */
export async function explain(words: string, asJson: boolean, look: Look): Promise<string> {
  const code = codeOf(words)
  if (code !== undefined) return told(code, asJson, look)
  const all = await allRequirements()
  const one = all.find(({id}) => id === words)
  if (one) return asJson ? documentText({requirement: withReference(one)}) : linesText(requirementLines(one, look))
  const some = all.filter(({id}) => isBelow(id, words))
  if (some.length > 0)
    return asJson ? documentText({requirements: some.map(withReference)}) : linesText(listLines(some, look))
  throw unknown(words, all)
}

export function withReference(requirement: Requirement): object {
  const {id} = requirement
  return {...requirement, citation: citation(id), reference: referenceOf(id) ?? null}
}

/** In any base, or by name; undefined: no code at all. */
function codeOf(words: string): readonly CodeMeaning[] | undefined {
  if (/^(\d+|0x[0-9a-f]+|0o[0-7]+|0b[01]+)$/i.test(words)) {
    const found = meaningsOf(BigInt(words.toLowerCase()))
    if (found.length > 0) return found
    throw new CliError(`${words} is no error code of HTTP/3, HTTP/2, QUIC or TLS that has a name`, {
      code: 'no-such-code',
      next: 'masque explain 0x10e, or a name: masque explain H3_MESSAGE_ERROR',
    })
  }
  const found = /^\w+$/.test(words) ? meaningsOfName(words) : []
  return found.length > 0 ? found : undefined
}

function told(meanings: readonly CodeMeaning[], asJson: boolean, look: Look): string {
  if (!asJson) return linesText(codeLines(meanings, look))
  return documentText({codes: meanings.map(({code, ...rest}) => ({...rest, code: `0x${code.toString(16)}`}))})
}

function unknown(words: string, all: readonly Requirement[]): CliError {
  const near = closest(
    words,
    all.map(({id}) => id),
  )
  const next =
    distance(words, near) <= NEAR
      ? `did you mean ${near}?`
      : 'masque requirements lists all; codes: masque explain 0x10e'
  return new CliError(`there is no requirement '${words}'`, {code: 'no-such-requirement', next})
}
