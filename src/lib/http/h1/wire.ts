/**
 * HTTP/1.1 on a byte stream, rude enough for testers: any bytes can be written, heads and contents are read as they come,
 * and nothing is sent that was not asked for. The polite client and server stand on it.
 */
import type {ByteStream} from '../../net/stream/byte-stream.js'
import {concat} from '../../wire/bytes.js'
import {WireError} from '../../wire/error.js'
import {ChunkReader, type Framing} from '../../wire/h1-framing.js'
import {HeadReader, type HeadLimits} from '../../wire/h1-head-reader.js'

export interface Content {
  /** As much of it as was asked for. */
  readonly bytes: Uint8Array
  /** All of it came, and the stream is at the next message. */
  readonly isWhole: boolean
  /** What is wrong with it, in words. */
  readonly problem?: string
}

export class H1Wire {
  #rest: Uint8Array = new Uint8Array(0)
  #wake: (() => void) | undefined
  #unsent = 0

  constructor(readonly stream: ByteStream) {
    const wake = (): void => {
      const waiting = this.#wake
      this.#wake = undefined
      waiting?.()
    }
    for (const event of ['readable', 'end', 'close']) stream.on(event, wake)
  }

  /** Bytes written that the system has not taken yet. */
  get pendingBytes(): number {
    return this.#unsent
  }

  get isWritable(): boolean {
    const {stream} = this
    return stream.takesBytes && (stream.ending === undefined || stream.ending.how === 'fin')
  }

  /** Resolves when more may be written. False: the stream takes no more. */
  write(bytes: Uint8Array): Promise<boolean> {
    if (!this.isWritable) return Promise.resolve(false)
    this.#unsent += bytes.length
    return new Promise(resolve => {
      this.stream.write(bytes, () => {
        this.#unsent -= bytes.length
        resolve(this.isWritable || this.stream.writableEnded)
      })
    })
  }

  /** What came next, at once if something is there; undefined at the end. One reader. */
  async next(): Promise<Uint8Array | undefined> {
    const rest = this.#rest
    if (rest.length > 0) {
      this.#rest = new Uint8Array(0)
      return rest
    }
    for (;;) {
      const bytes = this.stream.read() as Uint8Array | null
      if (bytes) return bytes
      if (this.stream.readableEnded || this.stream.destroyed) return undefined
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
  }

  /** Bytes of whatever comes next have arrived already. */
  get hasMore(): boolean {
    return this.#rest.length > 0 || this.stream.readableLength > 0
  }

  /**
   * The octets of the next head; `cut`: the stream ended before one was whole, in the middle of it or before its beginning.
   * @throws WireError malformed, too-large
   */
  async readHead(
    kind: 'request' | 'response',
    limits?: HeadLimits,
  ): Promise<Uint8Array | {readonly cut: 'before' | 'within'}> {
    const reader = new HeadReader(kind, limits)
    for (;;) {
      const bytes = await this.next()
      if (!bytes) return {cut: reader.isEmpty ? 'before' : 'within'}
      const done = reader.push(bytes)
      if (!done) continue
      this.#rest = done.rest
      return done.head
    }
  }

  /** The content of a message, but no more than `limit` of it. */
  async readContent(framing: Framing, limit: number): Promise<Content> {
    switch (framing.kind) {
      case 'none':
        return {bytes: new Uint8Array(0), isWhole: true}
      case 'length':
        return this.#readLength(framing.length, limit)
      case 'chunked':
        return this.#readChunks(limit)
      case 'until-close':
        return this.#readLength(Infinity, limit)
    }
  }

  async #readLength(length: number, limit: number): Promise<Content> {
    let content: Uint8Array = new Uint8Array(0)
    while (content.length < length) {
      const bytes = await this.next()
      if (!bytes) return {bytes: content, isWhole: length === Infinity}
      const wanted = bytes.subarray(0, Math.min(length - content.length, bytes.length))
      this.#rest = bytes.subarray(wanted.length)
      content = concat(content, wanted)
      if (content.length > limit) return {bytes: content.subarray(0, limit), isWhole: false}
    }
    return {bytes: content, isWhole: true}
  }

  async #readChunks(limit: number): Promise<Content> {
    const chunks = new ChunkReader()
    let content: Uint8Array = new Uint8Array(0)
    while (!chunks.done) {
      const bytes = await this.next()
      if (!bytes) return {bytes: content, isWhole: false}
      try {
        const read = chunks.push(bytes)
        this.#rest = read.rest
        content = concat(content, ...read.content)
      } catch (error) {
        if (!(error instanceof WireError)) throw error
        return {bytes: content, isWhole: false, problem: error.message}
      }
      if (content.length > limit) return {bytes: content.subarray(0, limit), isWhole: false}
    }
    return {bytes: content, isWhole: true}
  }
}
