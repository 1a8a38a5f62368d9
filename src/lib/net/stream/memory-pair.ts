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
  /** How what is written arrives: as it was written, in pieces of so many octets, or all that waits in one piece. */
  readonly pieces?: 'whole' | 'octets' | 'coalesced' | number
  /** Asked whenever something is on the way; false loses it for good, as when the other host is gone. */
  readonly isThere?: () => boolean
  readonly onEvent?: (side: 'client' | 'server', event: StreamEvent) => void
}

export interface StreamPair {
  readonly client: ByteStream
  readonly server: ByteStream
}

export function streamPair(clock: Clock, random: Random, options: StreamPairOptions = {}): StreamPair {
  const link = new Link(clock, random, options)
  const {isThere = () => true} = options
  const carry = (deliver: () => void): void => {
    if (!isThere()) return
    link.carryReliably(() => {
      if (isThere()) deliver()
    })
  }
  const ends: [MemoryEnd, MemoryEnd] = [
    new MemoryEnd(carry, options.pieces ?? 'whole', () => ends[1]),
    new MemoryEnd(carry, options.pieces ?? 'whole', () => ends[0]),
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

/** What may be on the way at a time, as the window of TCP has it. */
const WINDOW = 64 * 1024

/** What goes one way; null is the end. */
type Piece = () => Uint8Array | null

class MemoryEnd extends Duplex {
  /** However fast it is on the way, each piece waits for those before it: there, and at the reader. */
  #sequence: Promise<void> = Promise.resolve()
  readonly #waiting: Uint8Array[] = []
  #onTheWay = 0
  #isEnded = false
  #room: (() => void) | undefined

  constructor(
    private readonly carry: (deliver: () => void) => void,
    private readonly pieces: NonNullable<StreamPairOptions['pieces']>,
    private readonly other: () => MemoryEnd,
  ) {
    super({allowHalfOpen: true})
  }

  reset(): void {
    // Nothing but the reset: not even an end of what was sent.
    this.#isEnded = true
    this.#resetOther()
    this.destroy()
  }

  override _read(): void {
    const room = this.#room
    this.#room = undefined
    room?.()
  }

  override _write(bytes: Uint8Array, _: BufferEncoding, done: () => void): void {
    const copy = bytes.slice()
    if (this.pieces === 'coalesced') {
      this.#collect(copy)
      if (this.#waiting.length < MAX_COLLECTED) done()
      else void this.#sequence.then(done)
      return
    }
    for (const piece of cut(copy, this.pieces)) this.#send(() => piece, piece.length)
    if (this.#onTheWay <= WINDOW) done()
    else void this.#sequence.then(done)
  }

  override _final(done: () => void): void {
    this.#end()
    done()
  }

  /** As a socket that is closed says its end: whoever is at the other side is not left waiting. */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this._read()
    if (!error) this.#end()
    done(error)
  }

  #end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#send(() => null, 0)
  }

  /** One delivery takes along whatever is written before it happens. */
  #collect(bytes: Uint8Array): void {
    this.#waiting.push(bytes)
    if (this.#waiting.length === 1) this.#send(() => concat(...this.#waiting.splice(0)), 0)
  }

  #send(piece: Piece, size: number): void {
    const other = this.other()
    const crossed = new Promise<void>(resolve => {
      this.carry(resolve)
    })
    this.#onTheWay += size
    this.#sequence = this.#sequence
      .then(() => crossed)
      .then(() => other.#arrive(piece()))
      .then(() => {
        this.#onTheWay -= size
      })
  }

  /** Resolves when another may come. */
  async #arrive(piece: Uint8Array | null): Promise<void> {
    if (this.destroyed && piece !== null) this.#resetOther()
    for (let at = 0; !this.destroyed && at < (piece?.length ?? 1); at += MAX_PIECE) {
      if (this.push(piece?.subarray(at, at + MAX_PIECE) ?? null) || piece === null) continue
      await new Promise<void>(resolve => {
        this.#room = resolve
      })
    }
  }

  #resetOther(): void {
    const other = this.other()
    this.carry(() => {
      other.destroy(Object.assign(new Error('reset by the other side'), {code: 'ECONNRESET'}))
    })
  }
}

function cut(bytes: Uint8Array, pieces: 'whole' | 'octets' | number): Uint8Array[] {
  const size = pieces === 'whole' ? bytes.length : pieces === 'octets' ? 1 : pieces
  const all: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += size) all.push(bytes.subarray(at, at + size))
  return all
}
