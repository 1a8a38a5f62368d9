/** How qlog writes numbers, octets and error codes (draft-ietf-quic-qlog-quic-events, -h3-events). */
import {http3Name, quicName, tlsAlert} from '../../wire/error-codes.js'

/** JSON numbers are exact up to 2^53; beyond that a string. */
export function integer(value: bigint): number | string {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value)
}

/** The errors of HTTP/3 that the draft has a word for. */
const APPLICATION_ERRORS: ReadonlySet<string> = new Set(
  `no_error general_protocol_error internal_error stream_creation_error closed_critical_stream frame_unexpected
  frame_error excessive_load id_error settings_error missing_settings request_rejected request_cancelled
  request_incomplete connect_error version_fallback`.split(/\s+/),
)

interface QlogError {
  readonly error: string
  readonly error_code?: number | string
}

export function applicationError(code: bigint): QlogError {
  const word = wordOf(http3Name(code), /^H3_/)
  if (word !== undefined && APPLICATION_ERRORS.has(word)) return {error: `http_${word}`}
  return {error: 'unknown', error_code: integer(code)}
}

export function transportError(code: bigint): QlogError {
  if (tlsAlert(code) !== undefined) return {error: `crypto_error_0x${code.toString(16)}`}
  const word = wordOf(quicName(code), /^(?=[A-Z])/)
  if (word !== undefined) return {error: word}
  return {error: 'unknown', error_code: integer(code)}
}

/** `H3_FRAME_ERROR (0x106)` → `frame_error`. */
function wordOf(name: string, prefix: RegExp): string | undefined {
  const [first = ''] = name.split(' ')
  return prefix.test(first) ? first.replace(prefix, '').toLowerCase() : undefined
}
