/**
 * What is in the frames of HTTP/2: RFC 9113 section 6. Everything that was on the wire is kept, padding and reserved bits
 * as well; a frame of a length its type cannot have is malformed, one that ends too early truncated.
 */
import {concat} from './bytes.js'
import {Cursor} from './cursor.js'
import {WireError} from './error.js'
import * as frame from './h2-frame.js'
import type {FrameHeader} from './h2-frame.js'
import * as settings from './h2-settings.js'

export interface Priority {
  readonly exclusive: boolean
  readonly dependsOn: number
  /** As on the wire: one less than the weight. */
  readonly weight: number
}

export type Payload =
  | {readonly kind: 'data'; readonly data: Uint8Array; readonly padding: Uint8Array | undefined}
  | {
      readonly kind: 'headers'
      readonly fragment: Uint8Array
      readonly priority: Priority | undefined
      readonly padding: Uint8Array | undefined
    }
  | {readonly kind: 'priority'; readonly priority: Priority}
  | {readonly kind: 'rst-stream'; readonly code: bigint}
  | {readonly kind: 'settings'; readonly ack: boolean; readonly settings: readonly settings.Setting[]}
  | {
      readonly kind: 'push-promise'
      readonly promisedId: number
      readonly reservedBit: boolean
      readonly fragment: Uint8Array
      readonly padding: Uint8Array | undefined
    }
  | {readonly kind: 'ping'; readonly ack: boolean; readonly opaque: Uint8Array}
  | {
      readonly kind: 'goaway'
      readonly lastStreamId: number
      readonly reservedBit: boolean
      readonly code: bigint
      readonly debug: Uint8Array
    }
  | {readonly kind: 'window-update'; readonly increment: number; readonly reservedBit: boolean}
  | {readonly kind: 'continuation'; readonly fragment: Uint8Array}
  | {readonly kind: 'unknown'; readonly bytes: Uint8Array}

const LOW_31 = 0x7fff_ffff

/** @throws WireError truncated or malformed: where RFC 9113 asks for FRAME_SIZE_ERROR or PROTOCOL_ERROR */
export function read({type, flags}: Pick<FrameHeader, 'type' | 'flags'>, payload: Uint8Array): Payload {
  const cursor = new Cursor(payload)
  const value = readType(type, flags, cursor)
  if (cursor.remaining > 0) {
    throw new WireError('malformed', cursor.offset, `a ${frame.name(type)} frame of ${payload.length} octets`)
  }
  return value
}

function readType(type: number, flags: number, cursor: Cursor): Payload {
  const ack = (flags & frame.ACK) !== 0
  switch (type) {
    case frame.DATA: {
      const [body, padding] = withoutPadding(cursor, flags)
      return {kind: 'data', data: body.rest(), padding}
    }
    case frame.HEADERS: {
      const [body, padding] = withoutPadding(cursor, flags)
      const priority = flags & frame.HAS_PRIORITY ? readPriority(body) : undefined
      return {kind: 'headers', priority, fragment: body.rest(), padding}
    }
    case frame.PRIORITY:
      return {kind: 'priority', priority: readPriority(cursor)}
    case frame.RST_STREAM:
      return {kind: 'rst-stream', code: BigInt(cursor.u32())}
    case frame.SETTINGS: {
      const list = settings.read(cursor.rest())
      if (ack && list.length > 0) throw new WireError('malformed', 0, 'an acknowledgement with settings in it')
      return {kind: 'settings', ack, settings: list}
    }
    case frame.PUSH_PROMISE: {
      const [body, padding] = withoutPadding(cursor, flags)
      const promised = uint31(body)
      return {
        kind: 'push-promise',
        promisedId: promised.value,
        reservedBit: promised.bit,
        fragment: body.rest(),
        padding,
      }
    }
    case frame.PING:
      return {kind: 'ping', ack, opaque: cursor.take(8)}
    case frame.GOAWAY: {
      const last = uint31(cursor)
      return {
        kind: 'goaway',
        lastStreamId: last.value,
        reservedBit: last.bit,
        code: BigInt(cursor.u32()),
        debug: cursor.rest(),
      }
    }
    case frame.WINDOW_UPDATE: {
      const {value, bit} = uint31(cursor)
      return {kind: 'window-update', increment: value, reservedBit: bit}
    }
    case frame.CONTINUATION:
      return {kind: 'continuation', fragment: cursor.rest()}
    default:
      return {kind: 'unknown', bytes: cursor.rest()}
  }
}

function withoutPadding(cursor: Cursor, flags: number): [body: Cursor, padding: Uint8Array | undefined] {
  if (!(flags & frame.PADDED)) return [cursor.sub(cursor.remaining), undefined]
  const at = cursor.offset
  const length = cursor.u8()
  if (length > cursor.remaining) {
    throw new WireError('malformed', at, `${length} octets of padding in ${cursor.remaining} octets`)
  }
  const body = cursor.sub(cursor.remaining - length)
  return [body, cursor.rest()]
}

function readPriority(cursor: Cursor): Priority {
  const {value, bit} = uint31(cursor)
  return {exclusive: bit, dependsOn: value, weight: cursor.u8()}
}

function uint31(cursor: Cursor): {readonly value: number; readonly bit: boolean} {
  const all = cursor.u32()
  return {value: all % (LOW_31 + 1), bit: all > LOW_31}
}

/** For a frame with the flag PADDED. `padLength` lies about the padding. */
export function pad(body: Uint8Array, padding: Uint8Array, padLength = padding.length): Uint8Array {
  return concat(Uint8Array.of(padLength), body, padding)
}

export function writePriority({exclusive, dependsOn, weight}: Priority): Uint8Array {
  return concat(u32(dependsOn, exclusive), Uint8Array.of(weight))
}

export function writeRstStream(code: bigint): Uint8Array {
  return u32(Number(BigInt.asUintN(32, code)))
}

export function writeWindowUpdate(increment: number, reservedBit = false): Uint8Array {
  return u32(increment, reservedBit)
}

export function writeGoaway(lastStreamId: number, code: bigint, debug: Uint8Array = new Uint8Array(0)): Uint8Array {
  return concat(u32(lastStreamId), writeRstStream(code), debug)
}

export function writePushPromise(promisedId: number, fragment: Uint8Array): Uint8Array {
  return concat(u32(promisedId), fragment)
}

function u32(value: number, highBit = false): Uint8Array {
  const out = new Uint8Array(4)
  new DataView(out.buffer).setUint32(0, highBit ? (value & LOW_31) + LOW_31 + 1 : value)
  return out
}
