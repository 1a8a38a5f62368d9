/**
 * Addresses, names, paths and credentials inside of sentences. Whatever looks like one is taken for one: a word too many
 * replaced costs a reader little.
 */
import {isIp} from '../net/address.js'
import type {Pseudonyms} from './pseudonyms.js'

export const GONE = '[redacted]'

/** Credentials by their scheme, and the user part of a URL. */
const CREDENTIALS = /\b(Basic|Bearer|Digest|Negotiate|NTLM|DPoP)\s+(?!\w+=")[^\s,;"]+/gi
const USER_INFO = /(:\/\/)[^\s/@]+@/g

/** A scheme keeps its name, what follows goes. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(CREDENTIALS, `$1 ${GONE}`).replaceAll(USER_INFO, `$1${GONE}@`)
}

/** Absolute, at the beginning of a word or behind an authority. */
const PATH = /(?<=^|[\s"'=(]|:\/\/[^\s/]+)\/[^\s"'),;]*/u
const IPV6 = /(?<![\p{L}\d:.])[\da-fA-F]{0,4}:[\da-fA-F:.]*[\da-fA-F:](?:%[\w.-]+)?/u
const IPV4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)/u
/** Two labels or more, the last of letters. */
const NAME =
  /(?<![\p{L}\d_.%-])(?:[\p{L}\d_](?:[\p{L}\d_-]*[\p{L}\d])?\.)+(?:xn--[a-z\d-]+|\p{L}{2,})\.?(?![\p{L}\d_-])/u

/** All in one pass: what stands in place of something is not looked at again. */
const ANY = new RegExp([PATH, IPV6, IPV4, NAME].map(({source}) => `(${source})`).join('|'), 'gu')

export function pseudonymise(text: string, names: Pseudonyms, learned: readonly string[]): string {
  const result = text.replaceAll(ANY, (found, path?: string, ipv6?: string, ipv4?: string) => {
    if (path !== undefined) return pathOf(path, names, learned)
    if (ipv6 !== undefined || ipv4 !== undefined) return addressOf(found, names)
    return isOurs(found) ? found : nameOf(found, names)
  })
  return learned.reduce((rest, name) => replaceWord(rest, name, names.name(name)), result)
}

/** With the full stop behind it, which may be the sentence's. */
function nameOf(found: string, names: Pseudonyms): string {
  return `${names.name(found)}${found.endsWith('.') ? '.' : ''}`
}

/** Done before: doing it again changes nothing. */
function isOurs(name: string): boolean {
  return /^name-\d+\.example\.?$/.test(name)
}

function addressOf(found: string, names: Pseudonyms): string {
  const [ip = ''] = found.split('%')
  if (isIp(ip)) return names.ip(ip)
  // A sentence's own colon or full stop at the end.
  const shorter = /^(.+?)([:.]+)$/.exec(ip)
  if (shorter?.[1] !== undefined && isIp(shorter[1])) return `${names.ip(shorter[1])}${shorter[2] ?? ''}`
  return found
}

function replaceWord(text: string, word: string, placeholder: string): string {
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return text.replaceAll(new RegExp(`(?<![\\p{L}\\d_.-])${escaped}(?![\\p{L}\\d_-])`, 'giu'), placeholder)
}

/** Parts of a path that say how it is built, not whose it is. */
const PLAIN_SEGMENTS = /^(\.well-known|masque|udp|ip|\*|\d{1,5}|path-\d+)?$/

function pathOf(path: string, names: Pseudonyms, learned: readonly string[]): string {
  const [before = '', ...query] = path.split('?')
  const segments = before.split('/').map(part => segmentOf(part, names, learned))
  const pairs = query.join('?').split('&')
  const fields = pairs.map(pair => {
    const [name = '', ...value] = pair.split('=')
    return value.length === 0
      ? segmentOf(name, names, learned)
      : `${name}=${segmentOf(value.join('='), names, learned)}`
  })
  return query.length === 0 ? segments.join('/') : `${segments.join('/')}?${fields.join('&')}`
}

/** Template expressions stay: the template is what is being looked at. */
function segmentOf(text: string, names: Pseudonyms, learned: readonly string[]): string {
  const parts = text.split(/(\{[^}]*\})/)
  return parts.map((part, index) => (index % 2 === 1 ? part : literalOf(part, names, learned))).join('')
}

function literalOf(text: string, names: Pseudonyms, learned: readonly string[]): string {
  const plain = decode(text)
  if (PLAIN_SEGMENTS.test(plain)) return text
  if (isIp(plain)) return encodeURIComponent(names.ip(plain))
  if (isOurs(plain)) return text
  const isName = /^([\p{L}\d_-]+\.)+\p{L}{2,}\.?$/u.test(plain) || learned.includes(plain.toLowerCase())
  return isName ? names.name(plain) : names.word('path', plain)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
