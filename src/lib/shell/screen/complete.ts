/** Completion from the signatures of the words and the registries of RFCs: what may come at the end of this line. */
import {GrammarError} from '../grammar/error.js'
import type {Live, Param} from '../grammar/param.js'
import {readLine, type Statement, type Token} from '../grammar/token.js'
import {WORDS} from '../words/registry.js'
import type {Word} from '../words/word.js'

export interface Completions {
  readonly hits: readonly string[]
  /** What of the line they stand for. */
  readonly partial: string
}

const NONE: Completions = {hits: [], partial: ''}

/** @param line up to the cursor */
export function complete(line: string, live: Omit<Live, 'words' | 'before'>): Completions {
  const statement = lastStatement(line)
  if (!statement) return NONE
  const {tokens, partial} = statement
  const [first, ...rest] = tokens[0]?.text === 'dry' ? tokens.slice(1) : tokens
  const names = WORDS.map(({name}) => name)
  if (!first) return matching([...names, ...(tokens.length === 0 ? ['dry'] : [])], partial)
  const word = WORDS.find(({name}) => name === first.text)
  return word
    ? matching(candidates(word, rest, partial, {...live, words: names, before: tokens.at(-1)?.text ?? ''}), partial)
    : NONE
}

/** undefined: the cursor is in quotes. */
function lastStatement(line: string): {readonly tokens: readonly Token[]; readonly partial: string} | undefined {
  let statements: readonly Statement[]
  try {
    statements = readLine(line)
  } catch (error) {
    if (error instanceof GrammarError) return undefined
    throw error
  }
  const partial = /[^\s;]*$/.exec(line)?.[0] ?? ''
  if (/;\s*$/.test(line) || /^\s*$/.test(line)) return {tokens: [], partial}
  const tokens = statements.at(-1) ?? []
  return {tokens: partial === '' ? tokens : tokens.slice(0, -1), partial}
}

function candidates({signature}: Word, tokens: readonly Token[], partial: string, live: Live): readonly string[] {
  const {required, optional, options, keywords, switches} = signature
  const before = tokens.at(-1)?.text ?? ''
  const wanting = options[before.replace(/^--/, '')] ?? keywords[before]
  if (wanting && (before.startsWith('--') || before in keywords)) return valuesOf(wanting, live)
  if (partial.startsWith('--')) return [...Object.keys(options), ...switches].map(name => `--${name}`)
  const places = [...Object.values(required), ...Object.values(optional)]
  const taken = positionals(tokens, signature)
  const place = places[taken]
  const more = taken >= Object.keys(required).length ? Object.keys(keywords) : []
  return [...(place ? valuesOf(place, live) : []), ...more.filter(name => !tokens.some(({text}) => text === name))]
}

function positionals(tokens: readonly Token[], {options, keywords}: Word['signature']): number {
  let count = 0
  for (let at = 0; at < tokens.length; at++) {
    const text = tokens[at]?.text ?? ''
    if (text.startsWith('--')) at += text.slice(2) in options ? 1 : 0
    else if (text in keywords) at++
    else count++
  }
  return count
}

function valuesOf(param: Param<unknown>, live: Live): readonly string[] {
  return param.complete?.(live) ?? []
}

function matching(words: readonly string[], partial: string): Completions {
  const wanted = partial.toLowerCase()
  const hits = words.filter(word => word.toLowerCase().startsWith(wanted))
  // Behind `hex:` and `a..` the word goes on.
  return {hits: hits.map(hit => (/[:@.]$/.test(hit) ? hit : `${hit} `)), partial}
}
