/**
 * Finds where the head of an HTTP/1.x message ends, in bytes that come as they like. Holds no more than its limits, and
 * knows what is no HTTP/1.x at all by its first octets, without waiting for a line to end that never will.
 */
import {concat, toLatin1} from './bytes.js'
import {WireError} from './error.js'

export interface HeadLimits {
  readonly lineBytes: number
  readonly headBytes: number
  readonly fields: number
}

/** More than servers take and give. */
export const HEAD_LIMITS: HeadLimits = {lineBytes: 16 * 1024, headBytes: 64 * 1024, fields: 200}

const [LF, CR] = [0x0a, 0x0d]

export class HeadReader {
  #bytes: Uint8Array = new Uint8Array(1024)
  #length = 0
  #lineStart = 0
  #lines = 0

  constructor(
    private readonly kind: 'request' | 'response',
    private readonly limits: HeadLimits = HEAD_LIMITS,
  ) {}

  /** Nothing has come yet. */
  get isEmpty(): boolean {
    return this.#length === 0
  }

  /** The head with its empty line, and what is behind it, once it is whole. @throws WireError malformed, too-large */
  push(bytes: Uint8Array): {readonly head: Uint8Array; readonly rest: Uint8Array} | undefined {
    for (let at = 0; at < bytes.length;) {
      const end = bytes.indexOf(LF, at)
      const stop = end < 0 ? bytes.length : end + 1
      // Only what may be kept is: the rest need not even be copied to be too much.
      this.#add(bytes.subarray(at, Math.min(stop, at + this.limits.lineBytes + 1)))
      at = stop
      this.#check()
      if (end < 0) return undefined
      if (this.#endOfLine()) return {head: this.#bytes.subarray(0, this.#length), rest: bytes.subarray(at)}
    }
    return undefined
  }

  /** Whether the line that has just ended ends the head: an empty one does, unless nothing came before it. */
  #endOfLine(): boolean {
    const line = this.#bytes.subarray(this.#lineStart, this.#length)
    const isEmpty = line.length === 1 || (line.length === 2 && line[0] === CR)
    this.#lineStart = this.#length
    if (isEmpty) return this.#lines > 0
    this.#lines++
    if (this.#lines > this.limits.fields + 1) {
      throw new WireError('too-large', this.#length, `more than ${this.limits.fields} fields`)
    }
    return false
  }

  #check(): void {
    const {lineBytes, headBytes} = this.limits
    if (this.#lines === 0) this.#checkStart(this.#bytes.subarray(this.#lineStart, this.#length))
    if (this.#length - this.#lineStart > lineBytes) {
      throw new WireError('too-large', this.#length, `a line of more than ${lineBytes} octets`)
    }
    if (this.#length > headBytes)
      throw new WireError('too-large', this.#length, `a head of more than ${headBytes} octets`)
  }

  /** @throws WireError malformed */
  #checkStart(line: Uint8Array): void {
    const [first = LF, second = 3] = line
    if (first === CR || first === LF) return
    const isTls = first >= 0x14 && first <= 0x17 && second === 3
    if (isTls) throw new WireError('malformed', 0, 'this is TLS, where HTTP/1.1 in clear text was due')
    if (line.length >= 9 && line[3] === 4 && first === 0) throw new WireError('malformed', 0, 'this is HTTP/2')
    const text = toLatin1(line)
    if (this.kind === 'request') {
      if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(text)) throw new WireError('malformed', 0, 'this is no request')
      return
    }
    const version = 'HTTP/1.'
    const begins = text.length < version.length ? version.startsWith(trimmedEnd(text)) : text.startsWith(version)
    if (begins) return
    const other = /^HTTP\/([0-9.]{1,5})/.exec(text)?.[1]
    throw new WireError('malformed', 0, other === undefined ? 'this is no HTTP response' : `this is HTTP/${other}`)
  }

  #add(bytes: Uint8Array): void {
    if (this.#length + bytes.length > this.#bytes.length) {
      this.#bytes = concat(this.#bytes, new Uint8Array(this.#bytes.length + bytes.length))
    }
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }
}

function trimmedEnd(text: string): string {
  return text.replace(/[\r\n]+$/, '')
}
