/** From words back to a line: what is recorded is read again as the very same statement. */
import {toHex} from '../../wire/bytes.js'
import type {Token} from './token.js'

type Word = Pick<Token, 'text' | 'isQuoted'>

/** Nothing in it means anything to the grammar. */
const PLAIN = /^[^\s"';#\\\p{C}]+$/u
const REFERENCE = /^#\d+$/
/** Where a word may change from plain to quoted without looking odd: `text:"a b"`. */
const HEAD = /^(?:#\d+|[\w.@+-]+[:=]|[^\s"';#\\\p{C}])/u

export function formatStatement(words: readonly Word[]): string {
  return words.map(formatWord).join(' ')
}

function formatWord({text, isQuoted}: Word): string {
  if (isQuoted) return quote(text)
  if (PLAIN.test(text) || REFERENCE.test(text)) return text
  const head = HEAD.exec(text)?.[0] ?? text.slice(0, 1)
  return head + quote(text.slice(head.length))
}

const NAMED: Readonly<Record<string, string>> = {'\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\'}

export function quote(text: string): string {
  const escaped = text.replaceAll(/["\\]|[\p{C}\p{Zl}\p{Zp}]/gu, character => {
    return NAMED[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  })
  return `"${escaped}"`
}

/** Octets as a data argument. */
export function formatBytes(bytes: Uint8Array): string {
  return `hex:${toHex(bytes)}`
}
