/** From the words behind a command to its values, as its signature has them. */
import {GrammarError} from './error.js'
import {closest} from './meant.js'
import type {Param} from './param.js'
import type {Token} from './token.js'

export type Params = Readonly<Record<string, Param<unknown>>>

/** In this order: `required`, then `optional`; `options` as `--name VALUE` and `keywords` as `name VALUE` anywhere. */
export interface Signature {
  readonly required: Params
  readonly optional: Params
  readonly options: Params
  readonly keywords: Params
  readonly switches: readonly string[]
}

/** By name; what was not given is not there. */
export type Given = ReadonlyMap<string, unknown>

/** @throws GrammarError */
export function readArguments(command: Token, tokens: readonly Token[], signature: Signature): Given {
  const given = new Map<string, unknown>()
  const places = [...Object.entries(signature.required), ...Object.entries(signature.optional)]
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    if (!token) break
    const named = findNamed(token, signature)
    if (named === undefined) {
      const [place] = places.splice(0, 1)
      if (!place) throw tooMany(token, signature)
      given.set(place[0], place[1].read(token))
    } else if (given.has(named.name)) {
      throw new GrammarError(`${token.text} is there twice`, {column: token.column})
    } else if (named.param) {
      const value = named.value ?? tokens[++at]
      if (!value) throw new GrammarError(`${token.text} needs ${named.param.label}`, {column: token.column})
      given.set(named.name, named.param.read(value))
    } else {
      given.set(named.name, true)
    }
  }
  const missing = places.find(([name]) => name in signature.required)
  if (missing) throw new GrammarError(`${command.text} needs ${missing[1].label}`, {column: command.column})
  return given
}

interface Named {
  readonly name: string
  /** undefined: a switch. */
  readonly param: Param<unknown> | undefined
  /** Of `--name=VALUE`. */
  readonly value?: Token
}

/** @throws GrammarError */
function findNamed(token: Token, {options, keywords, switches}: Signature): Named | undefined {
  const {text, isQuoted, column} = token
  if (isQuoted) return undefined
  const keyword = keywords[text]
  if (keyword) return {name: text, param: keyword}
  if (!text.startsWith('--')) return undefined
  const [name = '', ...rest] = text.slice(2).split('=')
  const param = options[name]
  if (!param && !switches.includes(name)) throw noSuchOption(text, name, column, [...Object.keys(options), ...switches])
  if (rest.length === 0) return {name, param}
  const value = {text: rest.join('='), isQuoted: false, column: column + name.length + 3}
  if (!param) throw new GrammarError(`--${name} takes no value`, {column})
  return {name, param, value}
}

function noSuchOption(text: string, name: string, column: number, known: readonly string[]): GrammarError {
  const near = closest(name, known)
  const there = known.length === 0 ? 'there are none here' : `there are ${known.map(other => `--${other}`).join(' ')}`
  return new GrammarError(`there is no ${text}: ${there}`, {column, meant: near && `--${near}`})
}

function tooMany({text, isQuoted, column}: Token, {keywords, options, switches}: Signature): GrammarError {
  const near = isQuoted ? undefined : closest(text, [...Object.keys(keywords), ...Object.keys(options), ...switches])
  const meant = near === undefined || near in keywords ? near : `--${near}`
  return new GrammarError(`'${text}' is one word too many`, {column, meant})
}
