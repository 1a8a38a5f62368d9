/**
 * Changes frames on their way between node:http2 and the wire, for a server that is to do what node:http2 does not: take
 * requests that it would refuse, or announce settings that it would not. Used only where a policy asks for it.
 */
import {concat} from '../../wire/bytes.js'
import * as frame from '../../wire/h2-frame.js'
import * as settings from '../../wire/h2-settings.js'
import {Encoder} from '../../wire/hpack/encoder.js'
import type {RequestCare} from '../request-care.js'
import {RawReader, type RawFrame} from './raw-reader.js'

/** `undefined`: it waits for the next, and is part of that. */
type Rewrite = (seen: RawFrame) => Uint8Array | undefined

export class Rewriter {
  readonly #reader: RawReader
  #preface: Uint8Array

  private constructor(
    fromClient: boolean,
    private readonly rewrite: Rewrite,
  ) {
    this.#reader = new RawReader(fromClient)
    this.#preface = fromClient ? frame.PREFACE : new Uint8Array(0)
  }

  /** Of what a client sends; undefined where the care says nothing of it. */
  static requests({mendFields, ignoresLaterHeads = false}: RequestCare): Rewriter | undefined {
    if (!mendFields && !ignoresLaterHeads) return undefined
    // Nothing goes into the table, so that no later block depends on what was changed.
    const encoder = new Encoder()
    let endStream = 0
    let highest = 0
    return new Rewriter(true, seen => {
      const {header, fields} = seen
      if (header.type !== frame.HEADERS && header.type !== frame.CONTINUATION) return verbatim(seen)
      if (header.type === frame.HEADERS) endStream = header.flags & frame.END_STREAM
      if (!fields) return undefined
      const isLater = header.streamId <= highest
      highest = Math.max(highest, header.streamId)
      if (isLater && ignoresLaterHeads) return new Uint8Array(0)
      const mended = mendFields?.(fields) ?? fields
      const block = encoder.write(mended.map(field => ({...field, representation: 'without'})))
      return frame.write(frame.HEADERS, block, {flags: endStream | frame.END_HEADERS, streamId: header.streamId})
    })
  }

  /** Of the SETTINGS that a server sends; it goes on by its own. */
  static settings(says: (list: readonly settings.Setting[]) => readonly settings.Setting[]): Rewriter {
    return new Rewriter(false, seen => {
      const {payload: content} = seen
      if (content?.kind !== 'settings' || content.ack) return verbatim(seen)
      return frame.write(frame.SETTINGS, settings.write(says(content.settings)))
    })
  }

  push(bytes: Uint8Array): Uint8Array {
    const frames = [...this.#reader.push(bytes)].flatMap(seen => this.rewrite(seen) ?? [])
    const whole = concat(this.#preface, ...frames)
    this.#preface = new Uint8Array(0)
    return whole
  }
}

function verbatim({header, bytes}: RawFrame): Uint8Array {
  const {type, flags, streamId} = header
  return frame.write(type, bytes, {flags, streamId})
}
