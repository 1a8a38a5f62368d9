/** Writes event records as the native engine does (src/lib/native/records.ts reads them). */
import {toRecord} from '../../../src/lib/net/packet-batch.js'
import {concat} from '../../../src/lib/wire/bytes.js'
import type {Clock} from '../../../src/lib/spec/clock.js'

export interface RecordFields {
  readonly kind: number
  readonly flag?: number
  readonly aux?: number
  readonly id?: number
}

/** Collects records and hands them over together, never from inside the call that caused them. */
export class RecordQueue {
  readonly #parts: Uint8Array[] = []
  #scheduled = false
  #closed = false

  constructor(
    private readonly clock: Clock,
    private readonly deliver: (records: Uint8Array) => void,
  ) {}

  push({kind, flag = 0, aux = 0, id = 0}: RecordFields, ...body: readonly Uint8Array[]): void {
    const bytes = concat(...body)
    const header = new Uint8Array(12)
    const view = new DataView(header.buffer)
    view.setUint32(0, bytes.length, true)
    view.setUint8(4, kind)
    view.setUint8(5, flag)
    view.setUint16(6, aux, true)
    view.setUint32(8, id, true)
    this.#parts.push(header, bytes)
    if (this.#scheduled) return
    this.#scheduled = true
    this.clock.after(0, () => {
      this.#flush()
    })
  }

  close(): void {
    this.#closed = true
  }

  /** What nobody was told. */
  rest(): Uint8Array {
    return concat(...this.#parts.splice(0))
  }

  #flush(): void {
    this.#scheduled = false
    const records = concat(...this.#parts.splice(0))
    if (!this.#closed) this.deliver(records)
  }
}

export function u64(value: bigint | number): Uint8Array {
  const out = new Uint8Array(8)
  new DataView(out.buffer).setBigUint64(0, BigInt(value), true)
  return out
}

export const addressRecord = toRecord
