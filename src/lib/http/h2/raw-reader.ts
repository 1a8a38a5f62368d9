/** Frames of HTTP/2 one by one, each with what is in it and, where a header block ends, its fields. For the raw mode. */
import {concat, equal} from '../../wire/bytes.js'
import {WireError} from '../../wire/error.js'
import * as frame from '../../wire/h2-frame.js'
import * as payload from '../../wire/h2-payload.js'
import {Decoder} from '../../wire/hpack/decoder.js'
import type {Field} from '../../wire/qpack/field-section.js'

export interface RawFrame {
  readonly header: frame.FrameHeader
  /** Where it begins in what came; the preface of a client is before that. */
  readonly offset: number
  /** As it was, padding and all; of a payload that is too large its beginning. */
  readonly bytes: Uint8Array
  /** What that means; undefined where it means nothing, and `problem` says why. */
  readonly payload: payload.Payload | undefined
  /** Of the header block that ends here. */
  readonly fields?: readonly Field[]
  readonly problem?: string
}

/** Of one payload, and of one header block. */
const MAX_HELD = 1 << 20

export class RawReader {
  readonly #reader = new frame.Reader()
  readonly #decoder = new Decoder()
  #preface: Uint8Array
  #open: {header: frame.FrameHeader; offset: number; parts: Uint8Array[]; size: number} | undefined
  #block: Uint8Array = new Uint8Array(0)
  /** What came instead of the preface is of another protocol. */
  isForeign = false

  /** @param fromClient a preface is to come first */
  constructor(fromClient: boolean) {
    this.#preface = fromClient ? frame.PREFACE : new Uint8Array(0)
  }

  *push(bytes: Uint8Array): Generator<RawFrame, void, undefined> {
    for (const part of this.#reader.push(this.#afterPreface(bytes))) {
      if (part.part === 'header') this.#open = {header: part.header, offset: part.offset, parts: [], size: 0}
      else if (part.part === 'payload') this.#add(part.bytes)
      else if (this.#open) yield this.#whole(this.#open.header, this.#open.offset, concat(...this.#open.parts))
    }
  }

  #afterPreface(bytes: Uint8Array): Uint8Array {
    const expected = this.#preface.subarray(0, bytes.length)
    if (!equal(bytes.subarray(0, expected.length), expected)) this.isForeign = true
    this.#preface = this.#preface.subarray(expected.length)
    return this.isForeign ? new Uint8Array(0) : bytes.subarray(expected.length)
  }

  #add(bytes: Uint8Array): void {
    const open = this.#open
    if (!open || open.size > MAX_HELD) return
    open.size += bytes.length
    open.parts.push(Uint8Array.from(bytes))
  }

  #whole(header: frame.FrameHeader, offset: number, bytes: Uint8Array): RawFrame {
    const seen = {header, offset, bytes}
    if (bytes.length < header.length) return {...seen, payload: undefined, problem: 'larger than what is kept'}
    try {
      const content = payload.read(header, bytes)
      const fields = this.#fields(header, content)
      return {...seen, payload: content, ...(fields && {fields})}
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      return {...seen, payload: undefined, problem: error.message}
    }
  }

  #fields({flags}: frame.FrameHeader, content: payload.Payload): Field[] | undefined {
    if (!('fragment' in content)) return undefined
    if (content.kind !== 'continuation') this.#block = new Uint8Array(0)
    if (this.#block.length <= MAX_HELD) this.#block = concat(this.#block, content.fragment)
    return flags & frame.END_HEADERS ? this.#decoder.read(this.#block) : undefined
  }
}
