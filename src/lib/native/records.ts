/**
 * The engine's event records: `u32 length | u8 kind | u8 flag | u16 aux | u32 id | body`, little endian, many
 * to a buffer. The kinds and bodies are told in native/engine/src/events.rs, the one place that writes them; the
 * fake binding writes the same. Nothing is allocated for a record.
 */

import {formatAddress} from '../wire/ip-address.js'

export const kind = {
  INCOMING: 1,
  CONNECTED: 2,
  LOST: 3,
  DATAGRAM: 4,
  STREAM_DATA: 5,
  STREAM_RESET: 6,
  STREAM_STOPPED: 7,
  STREAM_WRITABLE: 8,
  STREAM_FINISHED: 9,
  STREAMS_AVAILABLE: 10,
  DRAIN: 11,
  KEYLOG: 12,
  OUTER: 13,
  FRAMES: 14,
  TRANSMIT: 15,
  SEND_ERROR: 16,
  ICMP_ERROR: 17,
  MIGRATED: 18,
  PACKET: 19,
  OVERFLOW: 20,
  PANIC: 21,
  ANSWERED: 22,
  TUN_PACKET: 23,
  TUN_LOST: 24,
} as const

/** Bits of the flag of an OUTER record. */
export const outerFlag = {SENT: 1, ECN_ONLY: 2} as const

export const HEADER_BYTES = 12

/** A place in a buffer of records. `next` moves it; the fields are of the record it stands on. */
export class RecordReader {
  kind = 0
  flag = 0
  aux = 0
  id = 0
  /** Where the body begins and ends in `bytes`. */
  start = 0
  end = 0
  readonly view: DataView

  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  next(): boolean {
    const at = this.end
    if (at + HEADER_BYTES > this.bytes.length) return false
    this.kind = this.view.getUint8(at + 4)
    this.flag = this.view.getUint8(at + 5)
    this.aux = this.view.getUint16(at + 6, true)
    this.id = this.view.getUint32(at + 8, true)
    this.start = at + HEADER_BYTES
    this.end = this.start + this.view.getUint32(at, true)
    return true
  }

  u64(offset: number): bigint {
    return this.view.getBigUint64(this.start + offset, true)
  }

  /** A stream id: 64 bits on paper, never more than 2^53 in a life. */
  streamId(): number {
    return this.view.getUint32(this.start, true) + this.view.getUint32(this.start + 4, true) * 2 ** 32
  }

  /** The body from `offset`, not copied: the buffer is ours and is not written again. */
  body(offset = 0): Uint8Array {
    return this.bytes.subarray(this.start + offset, this.end)
  }

  /** 18 octets as the engine writes addresses: IPv6 (IPv4 mapped), port. */
  address(offset: number): string {
    return formatAddress(this.view, this.start + offset)
  }
}
