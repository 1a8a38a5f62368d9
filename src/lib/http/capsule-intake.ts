/**
 * Turns the bytes of a tunnel's data stream into units: DATAGRAM capsules whole, other capsules with their value
 * in pieces, whatever cannot be a datagram skipped. At most one datagram's worth of bytes is ever held.
 */
import * as capsule from '../wire/capsule.js'
import {concat} from '../wire/bytes.js'
import {MAX_UDP_PAYLOAD} from '../wire/http-datagram.js'
import type {Unit} from './transport.js'

/** An HTTP Datagram is a Context ID of up to 8 octets and a payload; more is of no use to anybody. */
const MAX_DATAGRAM = 8 + MAX_UDP_PAYLOAD
/** Pieces of one value that wait for their reader. */
const MAX_PIECES = 16

export interface IntakeTarget {
  datagram(payload: Uint8Array, offset: number): void
  /** Resolves when the next capsule may come. */
  capsule(unit: Extract<Unit, {kind: 'capsule' | 'oversized'}>): Promise<void>
}

export class CapsuleIntake {
  readonly #reader = new capsule.Reader()
  readonly #target: IntakeTarget
  #state: Current = {kind: 'none'}

  constructor(target: IntakeTarget) {
    this.#target = target
  }

  /** Resolves when all of it is dealt with: until then the sender should be held back. */
  async push(bytes: Uint8Array): Promise<void> {
    for (const part of this.#reader.push(bytes)) {
      if (part.part === 'header') await this.#begin(part.header.type.value, part.header.length.value, part.offset)
      else if (part.part === 'value') await this.#add(part.bytes)
      else await this.#finish()
    }
  }

  /** @throws WireError truncated, if a capsule is cut off */
  end(): void {
    this.abandon()
    this.#reader.end()
  }

  /** The stream broke off: nobody shall wait for the rest of a value. */
  abandon(): void {
    if (this.#state.kind === 'capsule') this.#state.pieces.close()
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
