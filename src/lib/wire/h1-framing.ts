/** How long the content of an HTTP/1.x message is, by its fields (RFC 9112 section 6), and the chunks it may come in. */
import type {H1Field} from './h1-head.js'
import {concat, fromLatin1, toLatin1} from './bytes.js'
import {WireError} from './error.js'

export type Framing =
  | {readonly kind: 'none'}
  | {readonly kind: 'length'; readonly length: number}
  | {readonly kind: 'chunked'}
  | {readonly kind: 'until-close'}

export interface Framed {
  readonly framing: Framing
  readonly problems: readonly string[]
}

/** Every value of a field that is a list, in order, in small letters. */
export function listed(fields: readonly H1Field[], wanted: string): string[] {
  const lines = fields.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value)
  return lines.flatMap(line => line.split(',').map(item => item.trim().toLowerCase())).filter(item => item !== '')
}

/** Of a final response to anything but HEAD and CONNECT. @throws WireError malformed */
export function responseFraming(status: number, fields: readonly H1Field[]): Framed {
  if (status < 200 || status === 204 || status === 304) return {framing: {kind: 'none'}, problems: []}
  return framing(fields, {kind: 'until-close'})
}

/** @throws WireError malformed */
export function requestFraming(fields: readonly H1Field[]): Framed {
  const framed = framing(fields, {kind: 'none'})
  if (framed.framing.kind !== 'until-close') return framed
  throw new WireError('malformed', 0, 'Transfer-Encoding does not end with chunked')
}

function framing(fields: readonly H1Field[], otherwise: Framing): Framed {
  const codings = listed(fields, 'transfer-encoding')
  const lengths = listed(fields, 'content-length')
  if (codings.length > 0) {
    const problems = lengths.length > 0 ? ['there are both Transfer-Encoding and Content-Length'] : []
    return {framing: codings.at(-1) === 'chunked' ? {kind: 'chunked'} : {kind: 'until-close'}, problems}
  }
  const [length] = lengths
  if (length === undefined && !fields.some(([name]) => name.toLowerCase() === 'content-length')) {
    return {framing: otherwise, problems: []}
  }
  if (new Set(lengths).size > 1) throw new WireError('malformed', 0, 'there are several Content-Lengths that differ')
  if (length === undefined || !/^\d{1,15}$/.test(length))
    throw new WireError('malformed', 0, 'Content-Length is not a number')
  const problems = lengths.length > 1 ? ['Content-Length is there more than once'] : []
  return {framing: {kind: 'length', length: Number(length)}, problems}
}

/** A chunk's length with its extensions, or a trailer: more is nobody's need. */
const MAX_LINE = 4096
const MAX_TRAILERS = 64

/** One chunk, if there is any content, and the trailers behind the last. */
export function writeChunks(content: Uint8Array, trailers: readonly H1Field[]): Uint8Array {
  const lines = trailers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const chunk =
    content.length > 0 ? [fromLatin1(`${content.length.toString(16)}\r\n`), content, fromLatin1('\r\n')] : []
  return concat(...chunk, fromLatin1(`0\r\n${lines}\r\n`))
}

/** Takes the chunks apart; extensions are read and dropped. */
export class ChunkReader {
  #state: 'size' | 'data' | 'after' | 'trailer' | 'done' = 'size'
  #line = ''
  #left = 0
  readonly #trailers: string[] = []

  /** Lines behind the last chunk. */
  get trailers(): readonly string[] {
    return this.#trailers
  }

  get done(): boolean {
    return this.#state === 'done'
  }

  /** The content in `bytes`, and what is behind the last chunk. @throws WireError malformed, too-large */
  push(bytes: Uint8Array): {readonly content: readonly Uint8Array[]; readonly rest: Uint8Array} {
    const content: Uint8Array[] = []
    let at = 0
    while (at < bytes.length && this.#state !== 'done') {
      if (this.#state === 'data') {
        const piece = bytes.subarray(at, at + this.#left)
        content.push(piece)
        at += piece.length
        this.#left -= piece.length
        if (this.#left === 0) this.#state = 'after'
        continue
      }
      const end = bytes.indexOf(0x0a, at)
      const stop = end < 0 ? bytes.length : end + 1
      this.#line += toLatin1(bytes.subarray(at, stop))
      at = stop
      if (this.#state === 'after' && !/^\r?\n?$/.test(this.#line)) {
        throw new WireError('malformed', at, 'a chunk is longer than its length says')
      }
      if (this.#line.length > MAX_LINE) throw new WireError('too-large', at, 'a chunk with a head without end')
      if (end >= 0) this.#onLine(at)
    }
    return {content, rest: bytes.subarray(at)}
  }

  #onLine(at: number): void {
    const line = this.#line.replace(/\r?\n$/, '')
    this.#line = ''
    switch (this.#state) {
      case 'size': {
        const size = /^([0-9a-fA-F]{1,12})[ \t]*(;.*)?$/.exec(line)?.[1]
        if (size === undefined) throw new WireError('malformed', at, 'the length of a chunk is none')
        this.#left = Number.parseInt(size, 16)
        this.#state = this.#left === 0 ? 'trailer' : 'data'
        break
      }
      case 'after':
        this.#state = 'size'
        break
      case 'trailer':
        if (line === '') this.#state = 'done'
        else if (this.#trailers.push(line) > MAX_TRAILERS) throw new WireError('too-large', at, 'trailers without end')
        break
      case 'data':
      case 'done':
        break
    }
  }
}
