/** Lines to calls: what is typed, a script, `-x` and a pipe are all read here, and nowhere else. */
import {GrammarError} from '../grammar/error.js'
import {formatStatement} from '../grammar/format.js'
import {closest} from '../grammar/meant.js'
import {readLine, type Statement} from '../grammar/token.js'
import {WORDS} from '../words/registry.js'
import type {Call} from '../words/word.js'

export interface Item {
  /** As it is recorded. */
  readonly text: string
  readonly call: Call
  /** Show what would be sent, and send nothing. */
  readonly isDry: boolean
}

/** @throws GrammarError */
export function readItems(line: string): readonly Item[] {
  return readLine(line).map(readItem)
}

function readItem(statement: Statement): Item {
  const [first, second, ...rest] = statement
  const isDry = first.text === 'dry' && !first.isQuoted
  if (isDry && !second) throw new GrammarError('dry needs a line', {column: first.column, example: 'dry send "hello"'})
  const inner: Statement = isDry && second ? [second, ...rest] : statement
  const call = readCall(inner)
  if (isDry && !call.dry) throw new GrammarError(`${call.word.name} sends nothing`, {column: inner[0].column})
  return {text: formatStatement(statement), call, isDry}
}

function readCall(statement: Statement): Call {
  const [{text, isQuoted, column}] = statement
  const word = isQuoted ? undefined : WORDS.find(({name}) => name === text)
  if (word) return word.read(statement)
  const names = WORDS.map(({name}) => name)
  throw new GrammarError(`there is no word '${text}'`, {column, meant: closest(text, names), example: 'help'})
}

export interface ScriptLine {
  /** From 1. */
  readonly number: number
  readonly items: readonly Item[]
}

export interface ScriptProblem {
  readonly number: number
  readonly error: GrammarError
}

/** The whole of a script, before any of it runs: every line that says something, and every mistake. */
export function readScript(text: string): {
  readonly lines: readonly ScriptLine[]
  readonly problems: readonly ScriptProblem[]
} {
  const lines: ScriptLine[] = []
  const problems: ScriptProblem[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const number = index + 1
    try {
      const items = readItems(line)
      if (items.length > 0) lines.push({number, items})
    } catch (error) {
      if (!(error instanceof GrammarError)) throw error
      problems.push({number, error})
    }
  }
  return {lines, problems: [...problems, ...unknownTunnels(lines)]}
}

/** Tunnels that are used before any line can have opened them: found before anything is sent. */
function unknownTunnels(lines: readonly ScriptLine[]): readonly ScriptProblem[] {
  const problems: ScriptProblem[] = []
  const known = new Set<string>()
  for (const {number, items} of lines) {
    for (const {call} of items) {
      for (const {name, column} of call.uses) {
        if (name.startsWith('@') || known.has(name)) continue
        const there = known.size === 0 ? 'no line opens one before' : `before it there are ${[...known].join(', ')}`
        problems.push({number, error: new GrammarError(`no tunnel is called ${name}: ${there}`, {column})})
      }
      if (call.word.name !== 'open') continue
      known.add(call.opens ?? nextName(known))
    }
  }
  return problems
}

function nextName(known: ReadonlySet<string>): string {
  let number = known.size + 1
  while (known.has(`t${number}`)) number++
  return `t${number}`
}
