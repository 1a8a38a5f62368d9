/**
 * Turns the bytes of a tunnel's data stream into units: DATAGRAM capsules whole, other capsules with their value
 * in pieces, whatever cannot be a datagram skipped. At most one datagram's worth of bytes is ever held.
 */
import * as capsule from '../wire/capsule.js'
import {concat} from '../wire/bytes.js'
import {MAX_UDP_PAYLOAD} from '../wire/http-datagram.js'
import {AS_ASKED, type CapsuleHandling, type CapsuleReading} from './capsule-reading.js'
import type {Unit} from './transport.js'

/** An HTTP Datagram is a Context ID of up to 8 octets and a payload; more is of no use to anybody. */
const MAX_DATAGRAM = 8 + MAX_UDP_PAYLOAD
/** Pieces of one value that wait for their reader. */
const MAX_PIECES = 16

export interface IntakeTarget {
  datagram(payload: Uint8Array, offset: number): void
  /** Resolves when the next capsule may come. */
  capsule(unit: Extract<Unit, {kind: 'capsule' | 'oversized'}>): Promise<void>
  giveUp(how: 'abort' | 'finish'): void
}

export class CapsuleIntake {
  #reader = new capsule.Reader()
  readonly #target: IntakeTarget
  readonly #reading: CapsuleReading
  #state: Current = {kind: 'none'}
  #isDeaf = false
  #release: (() => void) | undefined

  constructor(target: IntakeTarget, reading: CapsuleReading = AS_ASKED) {
    this.#target = target
    this.#reading = reading
  }

  /** Resolves when all of it is dealt with: until then the sender should be held back. */
  async push(bytes: Uint8Array): Promise<void> {
    const {pieces} = this.#reading
    if (pieces === 'each-alone') this.#startAnew()
    for (const part of this.#reader.push(bytes)) {
      if (this.#isDeaf) return
      if (part.part === 'header') await this.#meet(part.header.type.value, part.header.length.value, part.offset)
      else if (part.part === 'value') await this.#add(part.bytes)
      else await this.#finish()
      if (part.part === 'end' && pieces === 'only-its-first') break
    }
    if (pieces === 'only-its-first' && this.#state.kind === 'none') this.#startAnew()
  }

  /** @throws WireError truncated, if a capsule is cut off */
  end(): void {
    this.abandon()
    this.#reader.end()
  }

  /** What there is of a datagram, as if that were all of it. */
  deliverRest(): void {
    const {kind} = this.#state
    if (kind === 'datagram') void this.#finish()
  }

  /** The stream broke off: nobody shall wait for the rest of a value. */
  abandon(): void {
    this.#release?.()
    if (this.#state.kind === 'capsule') this.#state.pieces.close()
  }

  async #meet(type: bigint, length: bigint, offset: number): Promise<void> {
    const handling: CapsuleHandling = this.#reading.onCapsule?.(type, length) ?? 'read'
    switch (handling) {
      case 'read':
        await this.#begin(type, length, offset)
        break
      case 'skip':
        break
      case 'abort':
      case 'finish':
        this.#isDeaf = true
        this.#target.giveUp(handling)
        break
      case 'stall':
        await new Promise<void>(resolve => (this.#release = resolve))
        this.#isDeaf = true
        break
      case 'deafen':
        this.#isDeaf = true
    }
  }

  #startAnew(): void {
    this.#reader = new capsule.Reader()
    this.#state = {kind: 'none'}
  }

  async #begin(type: bigint, length: bigint, offset: number): Promise<void> {
    if (type !== capsule.DATAGRAM) {
      const pieces = new Pieces()
      this.#state = {kind: 'capsule', pieces}
      await this.#target.capsule({kind: 'capsule', carrier: 'capsule', offset, type, value: {length, pieces}})
    } else if (length > BigInt(MAX_DATAGRAM)) {
      this.#state = {kind: 'oversized', length, offset, head: new Uint8Array(0)}
    } else {
      this.#state = {kind: 'datagram', offset, parts: []}
    }
  }

  async #add(bytes: Uint8Array): Promise<void> {
    const state = this.#state
    if (state.kind === 'datagram') {
      state.parts.push(bytes)
    } else if (state.kind === 'capsule') {
      await state.pieces.push(bytes)
    } else if (state.kind === 'oversized' && state.head.length < 8) {
      state.head = concat(state.head, bytes.subarray(0, 8 - state.head.length))
      // Enough to tell the Context ID: nobody needs to wait for the end of something that never ends.
      if (state.head.length === 8) {
        const {length, head, offset} = state
        await this.#target.capsule({kind: 'oversized', carrier: 'capsule', offset, length, head})
      }
    }
  }

  async #finish(): Promise<void> {
    const state = this.#state
    this.#state = {kind: 'none'}
    if (state.kind === 'datagram') {
      const [only] = state.parts
      this.#target.datagram(only && state.parts.length === 1 ? only : concat(...state.parts), state.offset)
    } else if (state.kind === 'capsule') {
      state.pieces.close()
    }
    await Promise.resolve()
  }
}

type Current =
  | {readonly kind: 'none'}
  | {readonly kind: 'datagram'; readonly offset: number; readonly parts: Uint8Array[]}
  | {readonly kind: 'oversized'; readonly offset: number; readonly length: bigint; head: Uint8Array}
  | {readonly kind: 'capsule'; readonly pieces: Pieces}

/** The value of one capsule on its way to a reader, who may also not want it. */
class Pieces implements AsyncIterable<Uint8Array> {
  readonly #waiting: Uint8Array[] = []
  #closed = false
  #unwanted = false
  #changed: (() => void) | undefined

  /** Resolves when another piece may come. */
  async push(bytes: Uint8Array): Promise<void> {
    if (this.#unwanted) return
    this.#waiting.push(bytes)
    this.#wake()
    while (this.#waiting.length >= MAX_PIECES && !this.#isOver()) await this.#change()
  }

  close(): void {
    this.#closed = true
    this.#wake()
  }

  /** The reader went on to the next unit: what is left goes nowhere. */
  skip(): void {
    this.#unwanted = true
    this.#waiting.length = 0
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const piece = this.#waiting.shift()
      if (piece) {
        this.#wake()
        yield piece
      } else if (this.#isOver()) {
        return
      } else {
        await this.#change()
      }
    }
  }

  #isOver(): boolean {
    return this.#closed || this.#unwanted
  }

  #wake(): void {
    const changed = this.#changed
    this.#changed = undefined
    changed?.()
  }

  async #change(): Promise<void> {
    await new Promise<void>(resolve => {
      const before = this.#changed
      this.#changed = () => {
        before?.()
        resolve()
      }
    })
  }
}

/** Lets go of a capsule's value. */
export function skipValue(unit: Unit): void {
  if (unit.kind === 'capsule' && unit.value.pieces instanceof Pieces) unit.value.pieces.skip()
}
