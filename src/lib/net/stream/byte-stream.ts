/**
 * A connection of bytes that is seen through: every octet both ways with its time and place, and how it ended. It is a
 * Node Duplex over another one (a TCP socket, TLS, memory), but never emits 'error': `over` tells, after all bytes.
 */
import {Duplex, type DuplexOptions} from 'node:stream'
import {endOfError, type StreamEnd} from './stream-end.js'

/** What can be seen of one connection. Octets are valid during the call only; offsets count from 0 in each direction. */
export type StreamEvent = {
  readonly direction: 'sent' | 'received'
  readonly atNs: bigint
  readonly offset: number
} & ({readonly kind: 'bytes'; readonly bytes: Uint8Array} | {readonly kind: 'fin'} | {readonly kind: 'reset'})

export interface ByteStreamOptions {
  /** Monotonic, in nanoseconds. */
  readonly nowNs: () => bigint
  readonly onEvent?: ((event: StreamEvent) => void) | undefined
  /** Cuts the connection so that the peer sees a reset. */
  readonly reset: () => void
  /** How it really ended, where what lies below knows better than the event that told of it. */
  readonly explain?: (end: StreamEnd) => StreamEnd
}

/** What waits on either side for somebody to take it. */
const HIGH_WATER = 64 * 1024
const STREAM: DuplexOptions = {
  allowHalfOpen: true,
  readableHighWaterMark: HIGH_WATER,
  writableHighWaterMark: HIGH_WATER,
}

export class ByteStream extends Duplex {
  readonly #lower: Duplex
  readonly #options: ByteStreamOptions
  readonly #offsets = {sent: 0, received: 0}
  /** What was sent while received bytes were being dealt with is told after them, and secrets before both. */
  #held: StreamEvent[] | undefined
  #end: StreamEnd | undefined
  #settleOver!: (end: StreamEnd) => void

  /** How receiving came to its end: settles once, when that is known, though bytes may still wait to be read. */
  readonly over = new Promise<StreamEnd>(resolve => {
    this.#settleOver = resolve
  })

  constructor(lower: Duplex, options: ByteStreamOptions) {
    super(STREAM)
    this.#lower = lower
    this.#options = options
    lower.on('data', (bytes: Uint8Array) => {
      this.#receive(bytes)
    })
    lower.on('end', () => {
      this.#ended({how: 'fin'})
    })
    lower.on('error', (error: NodeJS.ErrnoException) => {
      this.#ended(endOfError(error))
    })
    lower.on('close', () => {
      this.#ended({how: 'closed'})
      // What was received can still be read; nothing more can be sent.
      if (this.readableEnded) this.destroy()
      else this.once('end', () => this.destroy())
    })
  }

  /** How it ended; undefined while it has not. */
  get ending(): StreamEnd | undefined {
    return this.#end
  }

  /** What is written has somewhere to go: also after an end of the peer's direction, until the connection is gone. */
  get takesBytes(): boolean {
    return this.writable && !this.destroyed && this.#lower.writable && !this.#lower.destroyed
  }

  /** Gives up both directions at once; the peer sees a reset. */
  reset(): void {
    if (this.destroyed) return
    this.#tell('sent', 'reset')
    this.#ended({how: 'closed'})
    this.#options.reset()
    this.destroy()
  }

  override _read(): void {
    this.#lower.resume()
  }

  override _write(bytes: Uint8Array, _: BufferEncoding, done: () => void): void {
    if (this.#lower.destroyed || !this.#lower.writable) {
      done()
      return
    }
    this.#sent(bytes)
    this.#lower.write(bytes, () => {
      done()
    })
  }

  override _writev(chunks: {chunk: Uint8Array}[], done: () => void): void {
    const all = Buffer.concat(chunks.map(({chunk}) => chunk))
    this._write(all, 'latin1', done)
  }

  override _final(done: () => void): void {
    if (this.#lower.destroyed || !this.#lower.writable) {
      done()
      return
    }
    this.#tell('sent', 'fin')
    this.#lower.end(() => {
      done()
    })
  }

  /** Without the error: nobody is to be surprised by an 'error' event. */
  override _destroy(_: Error | null, done: (error?: Error | null) => void): void {
    this.#ended({how: 'closed'})
    this.#lower.destroy()
    done()
  }

  #receive(bytes: Uint8Array): void {
    const event = this.#event('received', {kind: 'bytes', bytes})
    this.#offsets.received += bytes.length
    this.#held = []
    const more = this.push(bytes)
    const held = this.#held
    this.#held = undefined
    for (const each of [event, ...held]) this.#options.onEvent?.(each)
    if (!more) this.#lower.pause()
  }

  #sent(bytes: Uint8Array): void {
    this.#emit(this.#event('sent', {kind: 'bytes', bytes}))
    this.#offsets.sent += bytes.length
  }

  #tell(direction: StreamEvent['direction'], kind: 'fin' | 'reset'): void {
    this.#emit(this.#event(direction, {kind}))
  }

  #event(
    direction: StreamEvent['direction'],
    what: {kind: 'bytes'; bytes: Uint8Array} | {kind: 'fin' | 'reset'},
  ): StreamEvent {
    return {direction, atNs: this.#options.nowNs(), offset: this.#offsets[direction], ...what}
  }

  #emit(event: StreamEvent): void {
    if (this.#held) this.#held.push(event)
    else this.#options.onEvent?.(event)
  }

  /** The first end counts. */
  #ended(seen: StreamEnd): void {
    if (this.#end) return
    const end = this.#options.explain?.(seen) ?? seen
    this.#end = end
    if (end.how === 'fin' || end.how === 'truncated') this.#tell('received', 'fin')
    if (end.how === 'reset') this.#tell('received', 'reset')
    this.#settleOver(end)
    if (!this.destroyed) this.push(null)
  }
}
