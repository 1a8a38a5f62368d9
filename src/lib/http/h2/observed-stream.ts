/**
 * A byte stream with somebody looking on, as node:http2 wants it: a Duplex that is let go politely when destroyed. It has
 * no end of its own: told of one, node:http2 ends its side too, and may then write after its end, which is an assertion.
 */
import {Duplex} from 'node:stream'
import type {ByteStream} from '../../net/stream/byte-stream.js'
import {nextTurn, type Clock} from '../../spec/clock.js'

export interface ByteEvents {
  /** Before node:http2 sees them; it gets what is returned. */
  onReceived(bytes: Uint8Array): Uint8Array
  /** Before they leave; what is returned does. */
  onSent(bytes: Uint8Array): Uint8Array
  /** Nothing more comes, and what came is dealt with. */
  onEnd(): void
}

/** What a peer has to take our last words and to close its side. */
const LINGER_MS = 500
/** Of the event loop: what node:http2 has to take the last octets. */
const MAX_TURNS = 16

export class ObservedStream extends Duplex {
  readonly #lower: ByteStream
  readonly #events: ByteEvents
  readonly #clock: Clock

  constructor(lower: ByteStream, events: ByteEvents, clock: Clock) {
    super({allowHalfOpen: true})
    this.#lower = lower
    this.#events = events
    this.#clock = clock
    lower.on('data', (bytes: Uint8Array) => {
      if (this.destroyed) return
      const taken = events.onReceived(bytes)
      if (taken.length > 0 && !this.push(taken)) lower.pause()
    })
    lower.once('end', () => {
      this.#afterRead(MAX_TURNS)
    })
    lower.once('close', () => {
      this.#afterRead(MAX_TURNS)
    })
  }

  override _read(): void {
    this.#lower.resume()
  }

  override _write(bytes: Uint8Array, _: BufferEncoding, done: () => void): void {
    const sent = this.#events.onSent(bytes)
    if (this.#lower.writable) this.#lower.write(sent, () => done())
    else done()
  }

  override _writev(chunks: {chunk: Uint8Array}[], done: () => void): void {
    this._write(Buffer.concat(chunks.map(({chunk}) => chunk)), 'latin1', done)
  }

  override _final(done: () => void): void {
    this.#lower.end(() => done())
  }

  /** A frame between those of node:http2, which come whole. */
  insert(bytes: Uint8Array): void {
    this._write(bytes, 'latin1', () => undefined)
  }

  /** node:http2 destroys right after its GOAWAY: a reset of TCP must not overtake that. */
  override _destroy(_: Error | null, done: (error?: Error | null) => void): void {
    const lower = this.#lower
    done()
    if (lower.destroyed) return
    lower.resume()
    lower.end()
    const cancel = this.#clock.after(LINGER_MS, () => lower.destroy())
    void lower.over.then(() => {
      lower.destroy()
      cancel()
    })
  }

  #afterRead(turns: number): void {
    nextTurn(() => {
      if (this.readableLength > 0 && !this.destroyed && turns > 0) this.#afterRead(turns - 1)
      else this.#events.onEnd()
    })
  }
}
