/**
 * HTTP/2 frames: nine octets of header and a payload. RFC 9113 section 4.1. The reader takes bytes as they come and
 * passes payloads on in pieces; the writer can be told to lie. What payloads mean is in h2-payload.ts.
 */
import {concat} from './bytes.js'
import {Cursor} from './cursor.js'

export const DATA = 0x0
export const HEADERS = 0x1
export const PRIORITY = 0x2
export const RST_STREAM = 0x3
export const SETTINGS = 0x4
export const PUSH_PROMISE = 0x5
export const PING = 0x6
export const GOAWAY = 0x7
export const WINDOW_UPDATE = 0x8
export const CONTINUATION = 0x9

/** Flags of the types that have them. ACK and END_STREAM are the same bit. */
export const ACK = 0x1
export const END_STREAM = 0x1
export const END_HEADERS = 0x4
export const PADDED = 0x8
export const HAS_PRIORITY = 0x20

/** What a client says first (RFC 9113 section 3.4). */
export const PREFACE: Uint8Array = Uint8Array.from(Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1'))

/** Payloads are not larger, unless SETTINGS_MAX_FRAME_SIZE of the receiver says so. */
export const DEFAULT_MAX_SIZE = 16_384
export const HEADER_SIZE = 9
const STREAM_ID = 0x7fff_ffff

const NAMES: ReadonlyMap<number, string> = new Map([
  [DATA, 'DATA'],
  [HEADERS, 'HEADERS'],
  [PRIORITY, 'PRIORITY'],
  [RST_STREAM, 'RST_STREAM'],
  [SETTINGS, 'SETTINGS'],
  [PUSH_PROMISE, 'PUSH_PROMISE'],
  [PING, 'PING'],
  [GOAWAY, 'GOAWAY'],
  [WINDOW_UPDATE, 'WINDOW_UPDATE'],
  [CONTINUATION, 'CONTINUATION'],
  [0xa, 'ALTSVC'],
  [0xc, 'ORIGIN'],
  [0x10, 'PRIORITY_UPDATE'],
])

export interface FrameHeader {
  /** Of the payload, as it says. */
  readonly length: number
  readonly type: number
  readonly flags: number
  /** The bit before the stream identifier, which means nothing and should be 0. */
  readonly reservedBit: boolean
  readonly streamId: number
}

export interface WriteOptions {
  /** By default none. */
  readonly flags?: number
  /** By default 0: the connection. */
  readonly streamId?: number
  /** Instead of the length the payload has. */
  readonly length?: number
  readonly reservedBit?: boolean
}

export type Part =
  /** `offset`: where in the stream the frame begins. */
  | {readonly part: 'header'; readonly header: FrameHeader; readonly offset: number}
  | {readonly part: 'payload'; readonly bytes: Uint8Array}
  | {readonly part: 'end'}

export function name(type: number): string {
  return NAMES.get(type) ?? `0x${type.toString(16)}`
}

/** @throws WireError truncated; the cursor then has not moved */
export function readHeader(cursor: Cursor): FrameHeader {
  return cursor.attempt(() => {
    const length = cursor.u8() * 0x1_0000 + cursor.u16()
    const [type, flags, id] = [cursor.u8(), cursor.u8(), cursor.u32()]
    return {length, type, flags, reservedBit: id > STREAM_ID, streamId: id % (STREAM_ID + 1)}
  })
}

/** Values beyond their field keep their low bits. */
export function write(type: number, payload: Uint8Array, options: WriteOptions = {}): Uint8Array {
  const {flags = 0, streamId = 0, length = payload.length, reservedBit = false} = options
  const head = new Uint8Array(HEADER_SIZE)
  const view = new DataView(head.buffer)
  view.setUint32(0, (length << 8) | (type & 0xff))
  view.setUint8(4, flags)
  view.setUint32(5, (streamId & STREAM_ID) + (reservedBit ? STREAM_ID + 1 : 0))
  return concat(head, payload)
}

/** Cuts a stream of octets into frames; holds back nothing but an incomplete header. */
export class Reader {
  #held: Uint8Array = new Uint8Array(0)
  #passed = 0
  /** Octets of the payload still to come; undefined between frames. */
  #left: number | undefined

  /** True if the stream may end here. */
  get atBoundary(): boolean {
    return this.#left === undefined && this.#held.length === 0
  }

  *push(bytes: Uint8Array): Generator<Part, void, undefined> {
    let rest = bytes
    while (rest.length > 0) {
      if (this.#left === undefined) {
        const all = this.#held.length > 0 ? concat(this.#held, rest) : rest
        if (all.length < HEADER_SIZE) {
          this.#held = Uint8Array.from(all)
          return
        }
        this.#held = new Uint8Array(0)
        const header = readHeader(new Cursor(all))
        rest = all.subarray(HEADER_SIZE)
        yield {part: 'header', header, offset: this.#passed}
        this.#passed += HEADER_SIZE
        this.#left = header.length
      } else {
        const piece = rest.subarray(0, this.#left)
        rest = rest.subarray(piece.length)
        this.#left -= piece.length
        this.#passed += piece.length
        yield {part: 'payload', bytes: piece}
      }
      if (this.#left === 0) {
        this.#left = undefined
        yield {part: 'end'}
      }
    }
  }
}
