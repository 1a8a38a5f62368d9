/**
 * Names of error codes: HTTP/3 (RFC 9114 section 8.1, RFC 9204, RFC 9297), HTTP/2 (RFC 9113 section 7), QUIC (RFC 9000
 * section 20), TLS alerts.
 */
import {isReserved} from './h3-frame.js'

const HTTP3: ReadonlyMap<bigint, string> = new Map([
  [0x33n, 'H3_DATAGRAM_ERROR'],
  [0x100n, 'H3_NO_ERROR'],
  [0x101n, 'H3_GENERAL_PROTOCOL_ERROR'],
  [0x102n, 'H3_INTERNAL_ERROR'],
  [0x103n, 'H3_STREAM_CREATION_ERROR'],
  [0x104n, 'H3_CLOSED_CRITICAL_STREAM'],
  [0x105n, 'H3_FRAME_UNEXPECTED'],
  [0x106n, 'H3_FRAME_ERROR'],
  [0x107n, 'H3_EXCESSIVE_LOAD'],
  [0x108n, 'H3_ID_ERROR'],
  [0x109n, 'H3_SETTINGS_ERROR'],
  [0x10an, 'H3_MISSING_SETTINGS'],
  [0x10bn, 'H3_REQUEST_REJECTED'],
  [0x10cn, 'H3_REQUEST_CANCELLED'],
  [0x10dn, 'H3_REQUEST_INCOMPLETE'],
  [0x10en, 'H3_MESSAGE_ERROR'],
  [0x10fn, 'H3_CONNECT_ERROR'],
  [0x110n, 'H3_VERSION_FALLBACK'],
  [0x200n, 'QPACK_DECOMPRESSION_FAILED'],
  [0x201n, 'QPACK_ENCODER_STREAM_ERROR'],
  [0x202n, 'QPACK_DECODER_STREAM_ERROR'],
])

const HTTP2: readonly string[] = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
]

const QUIC: ReadonlyMap<bigint, string> = new Map([
  [0x00n, 'NO_ERROR'],
  [0x01n, 'INTERNAL_ERROR'],
  [0x02n, 'CONNECTION_REFUSED'],
  [0x03n, 'FLOW_CONTROL_ERROR'],
  [0x04n, 'STREAM_LIMIT_ERROR'],
  [0x05n, 'STREAM_STATE_ERROR'],
  [0x06n, 'FINAL_SIZE_ERROR'],
  [0x07n, 'FRAME_ENCODING_ERROR'],
  [0x08n, 'TRANSPORT_PARAMETER_ERROR'],
  [0x09n, 'CONNECTION_ID_LIMIT_ERROR'],
  [0x0an, 'PROTOCOL_VIOLATION'],
  [0x0bn, 'INVALID_TOKEN'],
  [0x0cn, 'APPLICATION_ERROR'],
  [0x0dn, 'CRYPTO_BUFFER_EXCEEDED'],
  [0x0en, 'KEY_UPDATE_ERROR'],
  [0x0fn, 'AEAD_LIMIT_REACHED'],
  [0x10n, 'NO_VIABLE_PATH'],
  [0x11n, 'VERSION_NEGOTIATION_ERROR'],
])

const TLS_ALERTS: ReadonlyMap<bigint, string> = new Map([
  [0n, 'close_notify'],
  [10n, 'unexpected_message'],
  [20n, 'bad_record_mac'],
  [22n, 'record_overflow'],
  [40n, 'handshake_failure'],
  [42n, 'bad_certificate'],
  [43n, 'unsupported_certificate'],
  [44n, 'certificate_revoked'],
  [45n, 'certificate_expired'],
  [46n, 'certificate_unknown'],
  [47n, 'illegal_parameter'],
  [48n, 'unknown_ca'],
  [49n, 'access_denied'],
  [50n, 'decode_error'],
  [51n, 'decrypt_error'],
  [70n, 'protocol_version'],
  [80n, 'internal_error'],
  [86n, 'inappropriate_fallback'],
  [90n, 'user_canceled'],
  [109n, 'missing_extension'],
  [110n, 'unsupported_extension'],
  [112n, 'unrecognized_name'],
  [113n, 'bad_certificate_status_response'],
  [115n, 'unknown_psk_identity'],
  [116n, 'certificate_required'],
  [120n, 'no_application_protocol'],
])

export const H3 = {
  DATAGRAM_ERROR: 0x33n,
  NO_ERROR: 0x100n,
  GENERAL_PROTOCOL_ERROR: 0x101n,
  INTERNAL_ERROR: 0x102n,
  STREAM_CREATION_ERROR: 0x103n,
  CLOSED_CRITICAL_STREAM: 0x104n,
  FRAME_UNEXPECTED: 0x105n,
  FRAME_ERROR: 0x106n,
  EXCESSIVE_LOAD: 0x107n,
  ID_ERROR: 0x108n,
  SETTINGS_ERROR: 0x109n,
  MISSING_SETTINGS: 0x10an,
  REQUEST_REJECTED: 0x10bn,
  REQUEST_CANCELLED: 0x10cn,
  REQUEST_INCOMPLETE: 0x10dn,
  MESSAGE_ERROR: 0x10en,
  CONNECT_ERROR: 0x10fn,
  QPACK_DECOMPRESSION_FAILED: 0x200n,
  QPACK_ENCODER_STREAM_ERROR: 0x201n,
  QPACK_DECODER_STREAM_ERROR: 0x202n,
} as const

export const H2 = {
  NO_ERROR: 0x0n,
  PROTOCOL_ERROR: 0x1n,
  INTERNAL_ERROR: 0x2n,
  FLOW_CONTROL_ERROR: 0x3n,
  SETTINGS_TIMEOUT: 0x4n,
  STREAM_CLOSED: 0x5n,
  FRAME_SIZE_ERROR: 0x6n,
  REFUSED_STREAM: 0x7n,
  CANCEL: 0x8n,
  COMPRESSION_ERROR: 0x9n,
  CONNECT_ERROR: 0xan,
  ENHANCE_YOUR_CALM: 0xbn,
  INADEQUATE_SECURITY: 0xcn,
  HTTP_1_1_REQUIRED: 0xdn,
} as const

/** Sent for a breach of the rules: whoever sends one of these says that the other side made a mistake. */
const HTTP3_ACCUSES: ReadonlySet<bigint> = new Set([
  0x33n,
  0x101n,
  0x103n,
  0x104n,
  0x105n,
  0x106n,
  0x108n,
  0x109n,
  0x10an,
  0x10dn,
  0x10en,
  0x200n,
  0x201n,
  0x202n,
])

/** PROTOCOL_ERROR, and what is said of flow control, closed streams, frame sizes and compression. */
export function http2AccusesUs(code: bigint): boolean {
  return code === 0x1n || code === 0x3n || code === 0x5n || code === 0x6n || code === 0x9n
}

export function http3AccusesUs(code: bigint): boolean {
  return HTTP3_ACCUSES.has(code)
}

/** From FLOW_CONTROL_ERROR to PROTOCOL_VIOLATION, and what is said of tokens, keys and versions. */
export function quicAccusesUs(code: bigint): boolean {
  return (code >= 0x03n && code <= 0x0bn) || code === 0x0en || code === 0x11n
}

/** INTERNAL_ERROR, CRYPTO_BUFFER_EXCEEDED, AEAD_LIMIT_REACHED, NO_VIABLE_PATH: whoever sends one accuses nobody. */
export function quicAccusesNobody(code: bigint): boolean {
  return code === 0x01n || code === 0x0dn || code === 0x0fn || code === 0x10n
}

/** QUIC's way of carrying a TLS alert: RFC 9001 section 4.8. */
export const CRYPTO_ERROR = 0x100n

/** `H3_MESSAGE_ERROR (0x10e)`, `reserved (0x21)`, `0x123`. */
export function http3Name(code: bigint): string {
  return named(HTTP3.get(code) ?? (isReserved(code) ? 'reserved' : undefined), code)
}

/** `CONNECT_ERROR (0xa)`, `0x21`. */
export function http2Name(code: bigint): string {
  return named(code < BigInt(HTTP2.length) ? HTTP2[Number(code)] : undefined, code)
}

/** `PROTOCOL_VIOLATION (0xa)`, `TLS alert no_application_protocol (0x178)`. */
export function quicName(code: bigint): string {
  const alert = tlsAlert(code)
  return named(alert === undefined ? QUIC.get(code) : `TLS alert ${alert}`, code)
}

/** The alert a QUIC error code stands for: its name, or its number. */
export function tlsAlert(code: bigint): string | undefined {
  if (code < CRYPTO_ERROR || code > CRYPTO_ERROR + 0xffn) return undefined
  return TLS_ALERTS.get(code - CRYPTO_ERROR) ?? String(code - CRYPTO_ERROR)
}

/** The TLS alert for no protocol in common (RFC 7301 section 3.2). */
export const NO_APPLICATION_PROTOCOL = 120

/** The name of a TLS alert, or its number. */
export function alertName(alert: number): string {
  return TLS_ALERTS.get(BigInt(alert)) ?? String(alert)
}

function named(name: string | undefined, code: bigint): string {
  const hex = `0x${code.toString(16)}`
  return name === undefined ? hex : `${name} (${hex})`
}
