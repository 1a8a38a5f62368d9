/**
 * Data as an argument: its kind is said before it, or it stands in quotes. Nothing is guessed: a bare word is an error,
 * so that neither a typing mistake nor a file's name is ever sent by accident.
 */
import {PayloadError} from '../../payload/kind.js'
import {parsePayload} from '../../payload/payload.js'
import {seeded, type Random} from '../../spec/random.js'
import {fromHex} from '../../wire/bytes.js'
import {WireError} from '../../wire/error.js'
import {GrammarError} from './error.js'
import {closest} from './meant.js'
import type {Token} from './token.js'

export type Data =
  | {readonly data: 'octets'; readonly bytes: Uint8Array}
  | {readonly data: 'file'; readonly path: string; readonly column: number}
  | {readonly data: 'random'; readonly length: number}
  /** A question that some protocol answers: `dns:example.com`, `stun`. */
  | {readonly data: 'question'; readonly kind: string}

/** What data that is not in the line itself comes from. */
export interface DataSources {
  readonly random: Random
  /** @throws an errno error */
  readonly readFile: (path: string) => Promise<Uint8Array>
}

/** As much as one argument may stand for. */
export const MAX_DATA = 16 << 20

export const DATA_FORMS = ['"text"', 'text:', 'hex:', 'base64:', '@FILE', 'random:N', 'zero:N', 'dns:NAME'] as const
const QUESTIONS = ['stun', 'ntp', 'quic-vn']
const EXAMPLE = 'send hex:00ff'

/** @throws GrammarError */
export function readData(token: Token): Data {
  const {text, isQuoted, column} = token
  if (isQuoted) return octets(new TextEncoder().encode(text))
  if (text.startsWith('@')) return file(text.slice(1), column)
  if (QUESTIONS.includes(text)) return {data: 'question', kind: text}
  const colon = text.indexOf(':')
  const [kind, rest] = [text.slice(0, Math.max(colon, 0)), text.slice(colon + 1)]
  switch (kind) {
    case 'text':
      return octets(new TextEncoder().encode(rest))
    case 'hex':
      return octets(hex(rest, column))
    case 'base64':
      return octets(base64(rest, column))
    case 'zero':
      return octets(new Uint8Array(length(rest, column)))
    case 'random':
      return {data: 'random', length: length(rest, column)}
    case 'dns':
      return question(text, column)
    default:
      throw noData(text, kind, column)
  }
}

/** @throws GrammarError for a file that cannot be read */
export async function takeData(data: Data, {random, readFile}: DataSources): Promise<Uint8Array> {
  switch (data.data) {
    case 'octets':
      return data.bytes
    case 'random':
      return random.bytes(data.length)
    case 'question':
      return parsePayload(data.kind, random).question(0)
    case 'file':
      return fromFile(data, readFile)
  }
}

async function fromFile(
  {path, column}: Extract<Data, {data: 'file'}>,
  readFile: DataSources['readFile'],
): Promise<Uint8Array> {
  let bytes
  try {
    bytes = await readFile(path)
  } catch (error) {
    throw new GrammarError(`cannot read ${path}: ${(error as Error).message}`, {column})
  }
  if (bytes.length <= MAX_DATA) return bytes
  throw new GrammarError(`${path} is larger than ${MAX_DATA} octets`, {column})
}

function octets(bytes: Uint8Array): Data {
  return {data: 'octets', bytes}
}

function file(path: string, column: number): Data {
  if (path === '') throw new GrammarError('@ needs the name of a file', {column, example: 'send @query.bin'})
  return {data: 'file', path, column}
}

function hex(text: string, column: number): Uint8Array {
  try {
    return fromHex(text.replaceAll(/[:.-]/g, ''))
  } catch (error) {
    if (error instanceof WireError) throw new GrammarError(`hex: ${error.message}`, {column, example: EXAMPLE})
    throw error
  }
}

function base64(text: string, column: number): Uint8Array {
  if (/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) return new Uint8Array(Buffer.from(text, 'base64'))
  throw new GrammarError('base64: there are characters in it that base64 has not', {
    column,
    example: 'send base64:AAEC',
  })
}

function length(text: string, column: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Infinity
  if (value <= MAX_DATA) return value
  throw new GrammarError(`'${text}' is no number of octets from 0 to ${MAX_DATA}`, {column, example: 'send zero:1200'})
}

function question(text: string, column: number): Data {
  try {
    parsePayload(text, seeded(0))
  } catch (error) {
    if (error instanceof PayloadError) throw new GrammarError(error.message, {column, example: 'send dns:example.com'})
    throw error
  }
  return {data: 'question', kind: text}
}

function noData(text: string, kind: string, column: number): GrammarError {
  const near = closest(kind, ['text', 'hex', 'base64', 'random', 'zero', 'dns'])
  const meant = near === undefined ? `"${text}"` : `${near}:${text.slice(kind.length + 1)}`
  return new GrammarError(`'${text}' is no data, which is written ${DATA_FORMS.join(', ')}`, {column, meant})
}
