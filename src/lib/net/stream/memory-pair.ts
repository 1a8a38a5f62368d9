/**
 * Two ends of a connection in memory, over a seeded link: reliable and in order as TCP is, with its delays, and cut into
 * pieces as one likes. For tests of whatever runs on byte streams, on any clock.
 */
import {Duplex} from 'node:stream'
import type {Clock} from '../../spec/clock.js'
import type {Random} from '../../spec/random.js'
import {concat} from '../../wire/bytes.js'
import {Link, type LinkOptions} from '../link.js'
import {ByteStream, type StreamEvent} from './byte-stream.js'

export interface StreamPairOptions extends LinkOptions {
  /** How what is written arrives: as it was written, one octet at a time, or everything that waits in one piece. */
  readonly pieces?: 'whole' | 'octets' | 'coalesced'
  readonly onEvent?: (side: 'client' | 'server', event: StreamEvent) => void
}

export interface StreamPair {
  readonly client: ByteStream
  readonly server: ByteStream
}

export function streamPair(clock: Clock, random: Random, options: StreamPairOptions = {}): StreamPair {
  const link = new Link(clock, random, options)
  const ends: [MemoryEnd, MemoryEnd] = [
    new MemoryEnd(link, options.pieces ?? 'whole', () => ends[1]),
    new MemoryEnd(link, options.pieces ?? 'whole', () => ends[0]),
  ]
  const over = (side: 'client' | 'server', end: MemoryEnd): ByteStream =>
    new ByteStream(end, {
      nowNs: () => clock.nowNs(),
      onEvent: event => options.onEvent?.(side, event),
      reset: () => {
        end.reset()
      },
    })
  return {client: over('client', ends[0]), server: over('server', ends[1])}
}

/** Writes that come together in one piece. */
const MAX_COLLECTED = 8

/** As much as arrives at once, as with a socket. */
const MAX_PIECE = 16 * 1024

class MemoryEnd extends Duplex {
  /** Each piece waits for the one before it, on the way and at the reader. */
  #sequence: Promise<void> = Promise.resolve()
  readonly #waiting: Uint8Array[] = []
  #room: (() => void) | undefined

  constructor(
    private readonly link: Link,
    private readonly pieces: 'whole' | 'octets' | 'coalesced',
    private readonly other: () => MemoryEnd,
  ) {
    super({allowHalfOpen: true})
  }

  reset(): void {
    const other = this.other()
    this.link.carryReliably(() => {
      other.destroy(Object.assign(new Error('reset by the other side'), {code: 'ECONNRESET'}))
    })
    this.destroy()
  }

  override _read(): void {
    const room = this.#room
    this.#room = undefined
    room?.()
  }

  override _write(bytes: Uint8Array, _: BufferEncoding, done: () => void): void {
    const copy = bytes.slice()
    if (this.pieces === 'octets') for (const octet of copy) this.#carry(() => Uint8Array.of(octet))
    else if (this.pieces === 'whole') this.#carry(() => copy)
    else this.#collect(copy)
    if (this.pieces === 'coalesced' && this.#waiting.length < MAX_COLLECTED) done()
    else void this.#sequence.then(done)
  }

  override _final(done: () => void): void {
    this.#carry(() => null)
    done()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this._read()
    done(error)
  }

  /** One delivery takes along whatever is written before it happens. */
  #collect(bytes: Uint8Array): void {
    this.#waiting.push(bytes)
    if (this.#waiting.length === 1) this.#carry(() => concat(...this.#waiting.splice(0)))
  }

  #carry(piece: () => Uint8Array | null): void {
    const other = this.other()
    this.#sequence = this.#sequence.then(
      () =>
        new Promise<void>(resolve => {
          this.link.carryReliably(() => {
            void other.#arrive(piece()).then(resolve)
          })
        }),
    )
  }

  /** Resolves when another may come. */
  async #arrive(piece: Uint8Array | null): Promise<void> {
    for (let at = 0; !this.destroyed && at < (piece?.length ?? 1); at += MAX_PIECE) {
      if (this.push(piece?.subarray(at, at + MAX_PIECE) ?? null) || piece === null) continue
      await new Promise<void>(resolve => {
        this.#room = resolve
      })
    }
  }
}
