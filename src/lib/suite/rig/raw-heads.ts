/** Heads of HTTP/1.x in octets that come as they like, one when it is asked for; what is behind the last waits. */
import type {HeaderList} from '../../http/transport.js'
import type {RawHead} from '../../spec/raw-rig.js'
import {toLatin1} from '../../wire/bytes.js'
import {WireError} from '../../wire/error.js'
import {ChunkReader, responseFraming} from '../../wire/h1-framing.js'
import {readResponse} from '../../wire/h1-head.js'
import {HeadReader} from '../../wire/h1-head-reader.js'
import {KeptBytes} from './kept.js'

/** Of what is no head. */
const MAX_TEXT = 1024

type Content = {readonly kind: 'length'; left: number} | {readonly kind: 'chunked'; readonly chunks: ChunkReader}

export class RawHeads {
  readonly #held = new KeptBytes()
  /** Between here and the next head; `endless`: there is none. */
  #content: Content | 'endless' | undefined

  /** Everything behind the last head, but for what is passed over on the way to the next. */
  get behind(): Uint8Array {
    return this.#held.bytes
  }

  push(bytes: Uint8Array): void {
    this.#held.add(bytes)
    // What is missing cannot be counted.
    if (this.#held.isFull) this.#content = 'endless'
  }

  /** `more`: it is not whole yet; undefined: there will be none. */
  next(): RawHead | 'more' | undefined {
    if (this.#content && this.#content !== 'endless' && !this.#passContent(this.#content)) return 'more'
    if (this.#content === 'endless') return undefined
    const bytes = this.#held.bytes
    try {
      const found = new HeadReader('response').push(bytes)
      if (!found) return 'more'
      this.#held.drop(found.head.length)
      return this.#read(found.head)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.#content = 'endless'
      return unreadable(bytes, error.message)
    }
  }

  #read(head: Uint8Array): RawHead {
    const {status, version, reason, fields, problems} = readResponse(head)
    const {content, problem = problems[0] ?? null} = contentBehind(status, fields)
    this.#content = content
    return {text: toLatin1(head), status, version, reason, headers: fields, problem}
  }

  /** False: there must be more of it first. */
  #passContent(content: Content): boolean {
    const {bytes} = this.#held
    try {
      const passed = passOver(content, bytes)
      this.#held.drop(passed.count)
      if (passed.isWhole) this.#content = undefined
      return passed.isWhole
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.#content = 'endless'
      return true
    }
  }
}

/** How many of the octets are content, and whether that is all of it. @throws WireError */
function passOver(content: Content, bytes: Uint8Array): {readonly count: number; readonly isWhole: boolean} {
  if (content.kind === 'chunked') {
    const {rest} = content.chunks.push(bytes)
    return {count: bytes.length - rest.length, isWhole: content.chunks.done}
  }
  const count = Math.min(content.left, bytes.length)
  content.left -= count
  return {count, isWhole: content.left === 0}
}

function contentBehind(
  status: number,
  fields: HeaderList,
): {readonly content: Content | 'endless' | undefined; readonly problem?: string} {
  if (status === 101) return {content: 'endless'}
  try {
    const {framing} = responseFraming(status, fields)
    switch (framing.kind) {
      case 'none':
        return {content: undefined}
      case 'length':
        return {content: {kind: 'length', left: framing.length}}
      case 'chunked':
        return {content: {kind: 'chunked', chunks: new ChunkReader()}}
      case 'until-close':
        return {content: 'endless'}
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return {content: 'endless', problem: error.message}
  }
}

function unreadable(bytes: Uint8Array, problem: string): RawHead {
  const text = toLatin1(bytes.subarray(0, MAX_TEXT))
  return {text, status: null, version: '', reason: '', headers: [], problem}
}
