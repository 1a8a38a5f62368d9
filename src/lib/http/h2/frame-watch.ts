/**
 * Looks at the frames of one direction as they pass, changing nothing: node:http2 shows settings it knows, headers in
 * its own order and codes without words, and a tester must say what really came. What it holds is bounded.
 */
import {concat} from '../../wire/bytes.js'
import {WireError} from '../../wire/error.js'
import * as frame from '../../wire/h2-frame.js'
import * as payload from '../../wire/h2-payload.js'
import {Decoder} from '../../wire/hpack/decoder.js'
import type {Field} from '../../wire/qpack/field-section.js'

/** As our SETTINGS_MAX_HEADER_LIST_SIZE says. */
export const MAX_FIELD_SECTION = 64 * 1024
/** Of one header block in all its frames: node:http2 itself takes eight CONTINUATIONs. */
const MAX_BLOCK = 256 * 1024

/** The fields of one head; undefined where they are more than we take. */
export type SeenHead = readonly Field[] | undefined

export interface FrameEvents {
  /** Every frame when it is complete; of DATA only the header, of the rest the payload unless that cannot be read. */
  onFrame(header: frame.FrameHeader, content: payload.Payload | undefined): void
  /** A whole header block. */
  onHead?(streamId: number, head: SeenHead, endStream: boolean): void
  /** No receiver can accept this, and here is why, in words. */
  onBroken(text: string): void
}

/** What we announced. */
export interface WatchLimits {
  readonly frameBytes: number
  readonly tableBytes: number
}

interface Block {
  readonly streamId: number
  readonly endStream: boolean
  readonly promised: boolean
  readonly parts: Uint8Array[]
  size: number
}

export class FrameWatch {
  /** Undefined when nothing that follows can be understood. */
  #reader: frame.Reader | undefined = new frame.Reader()
  /** Every block of the direction must be read, or none after it can. */
  #decoder: Decoder | undefined
  #skip: number
  #header: frame.FrameHeader | undefined
  #parts: Uint8Array[] = []
  #block: Block | undefined

  /** @param skip octets before the first frame: the preface of a client */
  constructor(
    private readonly events: FrameEvents,
    private readonly limits: WatchLimits,
    skip = 0,
  ) {
    this.#decoder = new Decoder(limits.tableBytes)
    this.#skip = skip
  }

  push(bytes: Uint8Array): void {
    const rest = bytes.subarray(Math.min(this.#skip, bytes.length))
    this.#skip -= bytes.length - rest.length
    const reader = this.#reader
    for (const part of reader?.push(rest) ?? []) {
      if (part.part === 'header') this.#begin(part.header)
      else if (part.part === 'end') this.#finish()
      else if (this.#header?.type !== frame.DATA) this.#parts.push(part.bytes)
      if (this.#reader !== reader) return
    }
  }

  #begin(header: frame.FrameHeader): void {
    this.#header = header
    this.#parts = []
    // `HTTP`, read as a length and a type.
    if (header.length === 0x485454 && header.type === 0x50) {
      this.#stop('what came is HTTP/1, not HTTP/2')
      return
    }
    const {frameBytes} = this.limits
    if (header.length <= frameBytes) return
    // Nothing after such a frame will be looked at by anybody.
    this.#stop(`a ${frame.name(header.type)} frame of ${header.length} octets, and ${frameBytes} are allowed`)
  }

  #finish(): void {
    const header = this.#header
    if (!header) return
    if (header.type === frame.DATA) {
      this.events.onFrame(header, undefined)
      return
    }
    try {
      const content = payload.read(header, concat(...this.#parts))
      this.events.onFrame(header, content)
      this.#onContent(header, content)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.events.onFrame(header, undefined)
      this.events.onBroken(`a ${frame.name(header.type)} frame that cannot be read: ${error.message}`)
    }
  }

  #onContent({flags, streamId}: frame.FrameHeader, content: payload.Payload): void {
    const endStream = (flags & frame.END_STREAM) !== 0
    switch (content.kind) {
      case 'headers':
      case 'push-promise':
        this.#block = {streamId, endStream, promised: content.kind === 'push-promise', parts: [], size: 0}
        this.#extend(content.fragment, flags)
        break
      case 'continuation':
        if (this.#block?.streamId === streamId) this.#extend(content.fragment, flags)
        else this.events.onBroken('a CONTINUATION frame that continues nothing')
        break
      default:
        if (this.#block) this.events.onBroken('another frame in the middle of a header block')
    }
  }

  #extend(fragment: Uint8Array, flags: number): void {
    const block = this.#block
    if (!block) return
    block.parts.push(fragment)
    block.size += fragment.length
    if (block.size > MAX_BLOCK) this.#stop(`a header block of more than ${MAX_BLOCK} octets`)
    else if (flags & frame.END_HEADERS) this.#decode(block)
  }

  #decode({streamId, endStream, promised, parts}: Block): void {
    this.#block = undefined
    if (!this.events.onHead || !this.#decoder) return
    try {
      const fields = this.#decoder.read(concat(...parts), MAX_FIELD_SECTION)
      if (!promised) this.events.onHead(streamId, fields, endStream)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      if (error.code === 'too-large') {
        this.events.onHead(streamId, undefined, endStream)
        return
      }
      this.#decoder = undefined
      this.events.onBroken(`a header block that cannot be read: ${error.message}`)
    }
  }

  #stop(text: string): void {
    this.#reader = undefined
    this.#parts = []
    this.#block = undefined
    this.events.onBroken(text)
  }
}
