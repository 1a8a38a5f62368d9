/**
 * HTTP Datagrams: in a QUIC DATAGRAM frame a Quarter Stream ID and a payload (RFC 9297 section 2.1); for
 * CONNECT-UDP and CONNECT-IP the payload is a Context ID and what belongs to it (RFC 9298 section 5).
 */
import {concat} from './bytes.js'
import {Cursor} from './cursor.js'
import {WireError} from './error.js'
import * as varint from './varint.js'

/** The largest stream ID divided by four. */
export const MAX_QUARTER_STREAM_ID = (1n << 60n) - 1n

/** UDP payloads cannot be longer (RFC 9298 section 5). */
export const MAX_UDP_PAYLOAD = 65527

export interface Http3Datagram {
  readonly quarterStreamId: varint.Varint
  readonly payload: Uint8Array
}

/** @throws WireError truncated (no Quarter Stream ID) or malformed (beyond 2^60 - 1): both are H3_DATAGRAM_ERROR */
export function read(data: Uint8Array): Http3Datagram {
  const cursor = new Cursor(data)
  const quarterStreamId = varint.read(cursor)
  if (quarterStreamId.value > MAX_QUARTER_STREAM_ID) {
    throw new WireError('malformed', 0, `Quarter Stream ID ${quarterStreamId.value} is beyond 2^60 - 1`)
  }
  return {quarterStreamId, payload: cursor.rest()}
}

/** Takes illegal identifiers too, as long as they fit the integer. */
export function write(quarterStreamId: bigint, payload: Uint8Array, width?: varint.Width): Uint8Array {
  return concat(varint.write(quarterStreamId, width), payload)
}

export interface ContextPayload {
  readonly contextId: varint.Varint
  readonly payload: Uint8Array
}

/** @throws WireError truncated, if there is no Context ID */
export function readContext(httpPayload: Uint8Array): ContextPayload {
  const cursor = new Cursor(httpPayload)
  return {contextId: varint.read(cursor), payload: cursor.rest()}
}

export function writeContext(contextId: bigint, payload: Uint8Array, width?: varint.Width): Uint8Array {
  return concat(varint.write(contextId, width), payload)
}
