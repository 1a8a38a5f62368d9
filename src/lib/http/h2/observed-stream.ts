/** A byte stream with somebody looking on, as node:http2 wants it: a Duplex that is let go politely when destroyed. */
import {Duplex} from 'node:stream'
import type {ByteStream} from '../../net/stream/byte-stream.js'
import type {Clock} from '../../spec/clock.js'

export interface ByteEvents {
  /** Before node:http2 sees them. */
  onReceived(bytes: Uint8Array): void
  onSent(bytes: Uint8Array): void
}

/** What a peer has to take our last words and to close its side. */
const LINGER_MS = 500

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
      events.onReceived(bytes)
      if (!this.push(bytes)) lower.pause()
    })
    lower.on('end', () => {
      if (!this.destroyed) this.push(null)
    })
    lower.on('close', () => this.destroy())
  }

  override _read(): void {
    this.#lower.resume()
  }

  override _write(bytes: Uint8Array, _: BufferEncoding, done: () => void): void {
    this.#events.onSent(bytes)
    if (this.#lower.writable) this.#lower.write(bytes, () => done())
    else done()
  }

  override _writev(chunks: {chunk: Uint8Array}[], done: () => void): void {
    this._write(Buffer.concat(chunks.map(({chunk}) => chunk)), 'latin1', done)
  }

  override _final(done: () => void): void {
    this.#lower.end(() => done())
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
}
