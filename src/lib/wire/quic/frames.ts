/**
 * The frames of a QUIC packet in clear (RFC 9000 section 19, DATAGRAM of RFC 9221, and the two of the ACK frequency
 * draft, which our own engine sends): for logs that tell what was in a packet. Frames carry no length of their own, so
 * what follows one of unknown type cannot be told apart from it.
 */
import {Cursor} from '../cursor.js'
import {WireError} from '../error.js'
import * as varint from '../varint.js'

export type Frame = Body & {
  /** As it was on the wire; the lowest bits of some types are flags. */
  readonly type: bigint
  /** Where in the packet's payload, and how many octets with its type. */
  readonly offset: number
  readonly bytes: number
}

export type Way = 'bidirectional' | 'unidirectional'

/** Packet numbers, both ends included. */
export interface AckRange {
  readonly from: bigint
  readonly to: bigint
}

export interface EcnCounts {
  readonly ect0: bigint
  readonly ect1: bigint
  readonly ce: bigint
}

type Body =
  /** As many in a row as there were: `bytes`. */
  | {readonly kind: 'padding'}
  | {readonly kind: 'ping'}
  | {
      readonly kind: 'ack'
      /** In units of 2^ack_delay_exponent microseconds. */
      readonly delay: bigint
      /** The largest first. */
      readonly ranges: readonly AckRange[]
      readonly ecn: EcnCounts | undefined
    }
  | {readonly kind: 'reset_stream'; readonly streamId: bigint; readonly code: bigint; readonly finalSize: bigint}
  | {readonly kind: 'stop_sending'; readonly streamId: bigint; readonly code: bigint}
  | {readonly kind: 'crypto'; readonly at: bigint; readonly data: Uint8Array}
  | {readonly kind: 'new_token'; readonly token: Uint8Array}
  | {
      readonly kind: 'stream'
      readonly streamId: bigint
      readonly at: bigint
      readonly fin: boolean
      readonly data: Uint8Array
    }
  | {readonly kind: 'max_data'; readonly maximum: bigint}
  | {readonly kind: 'max_stream_data'; readonly streamId: bigint; readonly maximum: bigint}
  | {readonly kind: 'max_streams'; readonly way: Way; readonly maximum: bigint}
  | {readonly kind: 'data_blocked'; readonly limit: bigint}
  | {readonly kind: 'stream_data_blocked'; readonly streamId: bigint; readonly limit: bigint}
  | {readonly kind: 'streams_blocked'; readonly way: Way; readonly limit: bigint}
  | {
      readonly kind: 'new_connection_id'
      readonly sequence: bigint
      readonly retirePriorTo: bigint
      readonly connectionId: Uint8Array
      readonly resetToken: Uint8Array
    }
  | {readonly kind: 'retire_connection_id'; readonly sequence: bigint}
  | {readonly kind: 'path_challenge' | 'path_response'; readonly data: Uint8Array}
  | {
      readonly kind: 'connection_close'
      readonly space: 'transport' | 'application'
      readonly code: bigint
      /** The type of the frame that gave offence; transport only. */
      readonly frameType: bigint | undefined
      readonly reason: Uint8Array
    }
  | {readonly kind: 'handshake_done'}
  | {readonly kind: 'datagram'; readonly data: Uint8Array}
  /** draft-ietf-quic-ack-frequency. */
  | {readonly kind: 'immediate_ack'}
  | {
      readonly kind: 'ack_frequency'
      readonly sequence: bigint
      readonly threshold: bigint
      readonly maxDelayUs: bigint
      readonly reordering: bigint
    }
  /** And everything behind it. */
  | {readonly kind: 'unknown'; readonly rest: Uint8Array}

const MAX_STREAMS = 1n << 60n
const MAX_CONNECTION_ID = 20
const RESET_TOKEN_BYTES = 16
const PATH_DATA_BYTES = 8

/**
 * Frame by frame, so that what stands before nonsense is had.
 * @throws WireError truncated; malformed for values that a frame's definition does not allow
 */
export function* read(payload: Uint8Array): Generator<Frame, void, undefined> {
  const cursor = new Cursor(payload)
  while (cursor.remaining > 0) {
    const offset = cursor.offset
    const [type, body] = cursor.attempt(() => {
      const {value} = varint.read(cursor)
      return [value, readBody(cursor, value, offset)] as const
    })
    yield {...body, type, offset, bytes: cursor.offset - offset}
  }
}

function readBody(cursor: Cursor, type: bigint, at: number): Body {
  const integer = (): bigint => varint.read(cursor).value
  switch (type) {
    case 0x00n:
      while (cursor.peek() === 0) cursor.u8()
      return {kind: 'padding'}
    case 0x01n:
      return {kind: 'ping'}
    case 0x02n:
    case 0x03n:
      return readAck(cursor, type === 0x03n, at)
    case 0x04n:
      return {kind: 'reset_stream', streamId: integer(), code: integer(), finalSize: integer()}
    case 0x05n:
      return {kind: 'stop_sending', streamId: integer(), code: integer()}
    case 0x06n:
      return readCrypto(cursor, at)
    case 0x07n:
      return readNewToken(cursor, at)
    case 0x10n:
      return {kind: 'max_data', maximum: integer()}
    case 0x11n:
      return {kind: 'max_stream_data', streamId: integer(), maximum: integer()}
    case 0x12n:
    case 0x13n:
      return {kind: 'max_streams', way: wayOf(type), maximum: streamCount(cursor, at)}
    case 0x14n:
      return {kind: 'data_blocked', limit: integer()}
    case 0x15n:
      return {kind: 'stream_data_blocked', streamId: integer(), limit: integer()}
    case 0x16n:
    case 0x17n:
      return {kind: 'streams_blocked', way: wayOf(type), limit: streamCount(cursor, at)}
    case 0x18n:
      return readNewConnectionId(cursor, at)
    case 0x19n:
      return {kind: 'retire_connection_id', sequence: integer()}
    case 0x1an:
      return {kind: 'path_challenge', data: cursor.take(PATH_DATA_BYTES)}
    case 0x1bn:
      return {kind: 'path_response', data: cursor.take(PATH_DATA_BYTES)}
    case 0x1cn:
    case 0x1dn:
      return readConnectionClose(cursor, type === 0x1cn)
    case 0x1en:
      return {kind: 'handshake_done'}
    case 0x1fn:
      return {kind: 'immediate_ack'}
    case 0xafn:
      return {
        kind: 'ack_frequency',
        sequence: integer(),
        threshold: integer(),
        maxDelayUs: integer(),
        reordering: integer(),
      }
    case 0x30n:
      return {kind: 'datagram', data: cursor.rest()}
    case 0x31n:
      return {kind: 'datagram', data: cursor.take(varint.readNumber(cursor))}
    default:
      return type >= 0x08n && type <= 0x0fn ? readStream(cursor, type, at) : {kind: 'unknown', rest: cursor.rest()}
  }
}

function wayOf(type: bigint): Way {
  return (type & 1n) === 0n ? 'bidirectional' : 'unidirectional'
}

function readAck(cursor: Cursor, hasEcn: boolean, at: number): Body {
  const largest = varint.read(cursor).value
  const delay = varint.read(cursor).value
  const more = varint.readNumber(cursor)
  let range = rangeBelow(largest, varint.read(cursor).value, at)
  const ranges = [range]
  for (let index = 0; index < more; index++) {
    // A gap stands for one packet more than it says, and the range begins below it (RFC 9000 section 19.3.1).
    const to = range.from - varint.read(cursor).value - 2n
    range = rangeBelow(to, varint.read(cursor).value, at)
    ranges.push(range)
  }
  const counts = hasEcn ? [varint.read(cursor), varint.read(cursor), varint.read(cursor)] : []
  const [ect0, ect1, ce] = counts.map(({value}) => value)
  const ecn = ect0 === undefined || ect1 === undefined || ce === undefined ? undefined : {ect0, ect1, ce}
  return {kind: 'ack', delay, ranges, ecn}
}

function rangeBelow(to: bigint, length: bigint, at: number): AckRange {
  const from = to - length
  if (from < 0n) throw new WireError('malformed', at, 'the ACK frame reaches below packet number 0')
  return {from, to}
}

function readCrypto(cursor: Cursor, at: number): Body {
  const start = varint.read(cursor).value
  const data = cursor.take(varint.readNumber(cursor))
  needPlace(start, data, at)
  return {kind: 'crypto', at: start, data}
}

function readStream(cursor: Cursor, type: bigint, at: number): Body {
  const streamId = varint.read(cursor).value
  const start = (type & 0x04n) === 0n ? 0n : varint.read(cursor).value
  const data = (type & 0x02n) === 0n ? cursor.rest() : cursor.take(varint.readNumber(cursor))
  needPlace(start, data, at)
  return {kind: 'stream', streamId, at: start, fin: (type & 0x01n) !== 0n, data}
}

function needPlace(start: bigint, data: Uint8Array, at: number): void {
  if (start + BigInt(data.length) > varint.MAX) throw new WireError('malformed', at, 'data beyond octet 2^62 - 1')
}

function readNewToken(cursor: Cursor, at: number): Body {
  const token = cursor.take(varint.readNumber(cursor))
  if (token.length === 0) throw new WireError('malformed', at, 'the token is empty')
  return {kind: 'new_token', token}
}

function streamCount(cursor: Cursor, at: number): bigint {
  const count = varint.read(cursor).value
  if (count > MAX_STREAMS) throw new WireError('malformed', at, 'more than 2^60 streams')
  return count
}

function readNewConnectionId(cursor: Cursor, at: number): Body {
  const sequence = varint.read(cursor).value
  const retirePriorTo = varint.read(cursor).value
  const length = cursor.u8()
  if (length < 1 || length > MAX_CONNECTION_ID) {
    throw new WireError('malformed', at, `a connection ID of ${length} octets`)
  }
  if (retirePriorTo > sequence) throw new WireError('malformed', at, 'retires the connection ID that it brings')
  const connectionId = cursor.take(length)
  return {
    kind: 'new_connection_id',
    sequence,
    retirePriorTo,
    connectionId,
    resetToken: cursor.take(RESET_TOKEN_BYTES),
  }
}

function readConnectionClose(cursor: Cursor, isTransport: boolean): Body {
  const code = varint.read(cursor).value
  const frameType = isTransport ? varint.read(cursor).value : undefined
  const reason = cursor.take(varint.readNumber(cursor))
  return {kind: 'connection_close', space: isTransport ? 'transport' : 'application', code, frameType, reason}
}
