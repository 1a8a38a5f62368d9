/** Why a stream is given up, as each version of HTTP says it. HTTP/1.1 has no codes: there the connection is cut. */
import {H2, H3} from '../wire/error-codes.js'
import type {AbortReason} from './transport.js'

export type AbortCodes = Readonly<Record<AbortReason, bigint>>

export const HTTP3_CODES: AbortCodes = {
  'message-error': H3.MESSAGE_ERROR,
  'datagram-error': H3.DATAGRAM_ERROR,
  'connect-error': H3.CONNECT_ERROR,
  cancelled: H3.REQUEST_CANCELLED,
  'internal-error': H3.INTERNAL_ERROR,
  'no-error': H3.NO_ERROR,
}

/** A malformed message is PROTOCOL_ERROR here (RFC 9113 section 8.1.1), and so is a bad datagram: it has no code. */
export const HTTP2_CODES: AbortCodes = {
  'message-error': H2.PROTOCOL_ERROR,
  'datagram-error': H2.PROTOCOL_ERROR,
  'connect-error': H2.CONNECT_ERROR,
  cancelled: H2.CANCEL,
  'internal-error': H2.INTERNAL_ERROR,
  'no-error': H2.NO_ERROR,
}

/** A number is sent as it is, right or wrong. */
export function codeFor(reason: AbortReason | bigint, codes: AbortCodes): bigint {
  return typeof reason === 'bigint' ? reason : codes[reason]
}
