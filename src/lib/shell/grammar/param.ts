/** What one argument may be: how it is called in usage lines, how it is read, and what completes it. */
import {GrammarError} from './error.js'
import {closest} from './meant.js'
import type {Token} from './token.js'

/** Names that exist now, for completion. */
export interface Live {
  readonly tunnels: readonly string[]
  readonly marks: readonly string[]
  readonly words: readonly string[]
  /** The word before the one that is to be completed. */
  readonly before: string
}

export interface Param<T> {
  /** In usage lines: capitals for a value, small letters for words to be typed as they are. */
  readonly label: string
  /** @throws GrammarError */
  read(token: Token): T
  complete?(live: Live): readonly string[]
}

/** One of these words. */
export function choice<const W extends string>(words: readonly W[], label = words.join('|')): Param<W> {
  return {
    label,
    read({text, column}) {
      const found = words.find(word => word === text.toLowerCase())
      if (found !== undefined) return found
      throw new GrammarError(`'${text}' is none of ${words.join(', ')}`, {column, meant: closest(text, words)})
    },
    complete: () => words,
  }
}

/** A whole number in decimal or, with 0x, in hex. */
export function integer(label: string, minimum: bigint, maximum: bigint): Param<bigint> {
  return {
    label,
    read({text, column}) {
      const value = /^(\d+|0x[0-9a-f]+)$/i.test(text) ? BigInt(text) : -1n
      if (value >= minimum && value <= maximum) return value
      throw new GrammarError(`'${text}' is no whole number from ${minimum} to ${maximum} (0x… for hex)`, {column})
    },
  }
}

export function count(label: string, minimum: number, maximum: number): Param<number> {
  const inner = integer(label, BigInt(minimum), BigInt(maximum))
  return {label, read: token => Number(inner.read(token))}
}

const LONGEST_MS = 86_400_000

/** Milliseconds; the unit is always written, as 2 may be anything. */
export const duration: Param<number> = {
  label: 'TIME',
  read({text, column}) {
    const match = /^(\d*\.?\d+)(ms|s|m)$/.exec(text)
    const unit = {ms: 1, s: 1000, m: 60_000}[match?.[2] ?? 's'] ?? 1000
    const ms = Number(match?.[1]) * unit
    if (match && ms <= LONGEST_MS) return ms
    const meant = /^\d*\.?\d+$/.test(text) ? `${text}s or ${text}ms` : undefined
    throw new GrammarError(`'${text}' is no time, which is written 500ms, 2s or 1.5m`, {column, meant})
  },
  complete: () => ['100ms', '500ms', '1s', '5s'],
}

/** Anything at all. */
export function text(label: string, complete?: Param<string>['complete']): Param<string> {
  return {label, read: token => token.text, ...(complete && {complete})}
}

const NAME = /^[A-Za-z][\w-]*$/

/** A name that the user gives. */
export function newName(label: string): Param<string> {
  return {
    label,
    read({text: name, column}) {
      if (NAME.test(name)) return name
      throw new GrammarError(`'${name}' is no name: a letter, then letters, digits, - and _`, {column})
    },
  }
}

/** Which tunnels: by name, or by what they are now. */
export const TUNNEL_WORDS = ['@focus', '@last', '@all'] as const

export const tunnel: Param<string> = {
  label: 'tN',
  read({text: name, column}) {
    if (NAME.test(name) || TUNNEL_WORDS.some(word => word === name)) return name
    const meant = name.startsWith('@') ? closest(name, TUNNEL_WORDS) : undefined
    throw new GrammarError(`'${name}' names no tunnel: t1, or ${TUNNEL_WORDS.join(', ')}`, {column, meant})
  },
  complete: ({tunnels}) => [...tunnels, ...TUNNEL_WORDS],
}

/** `#7`: an event of this session. */
export const reference: Param<number> = {
  label: '#N',
  read({text: name, column}) {
    if (/^#?\d{1,12}$/.test(name)) return Number(name.replace('#', ''))
    throw new GrammarError(`'${name}' is no event: their numbers stand before them`, {column, example: 'show #7'})
  },
}
