/** QUIC transport parameters as they were on the wire: RFC 9000 section 18. */
import {toHex} from '../bytes.js'
import {Cursor} from '../cursor.js'
import * as varint from '../varint.js'

export interface TransportParameter {
  readonly id: bigint
  readonly value: Uint8Array
}

export const MAX_UDP_PAYLOAD_SIZE = 0x03n
export const MAX_DATAGRAM_FRAME_SIZE = 0x20n
export const INITIAL_SOURCE_CONNECTION_ID = 0x0fn

type Format = 'integer' | 'flag' | 'octets'

const KNOWN: ReadonlyMap<bigint, readonly [name: string, format: Format]> = new Map([
  [0x00n, ['original_destination_connection_id', 'octets']],
  [0x01n, ['max_idle_timeout', 'integer']],
  [0x02n, ['stateless_reset_token', 'octets']],
  [0x03n, ['max_udp_payload_size', 'integer']],
  [0x04n, ['initial_max_data', 'integer']],
  [0x05n, ['initial_max_stream_data_bidi_local', 'integer']],
  [0x06n, ['initial_max_stream_data_bidi_remote', 'integer']],
  [0x07n, ['initial_max_stream_data_uni', 'integer']],
  [0x08n, ['initial_max_streams_bidi', 'integer']],
  [0x09n, ['initial_max_streams_uni', 'integer']],
  [0x0an, ['ack_delay_exponent', 'integer']],
  [0x0bn, ['max_ack_delay', 'integer']],
  [0x0cn, ['disable_active_migration', 'flag']],
  [0x0dn, ['preferred_address', 'octets']],
  [0x0en, ['active_connection_id_limit', 'integer']],
  [0x0fn, ['initial_source_connection_id', 'octets']],
  [0x10n, ['retry_source_connection_id', 'octets']],
  [0x11n, ['version_information', 'octets']],
  [0x20n, ['max_datagram_frame_size', 'integer']],
  [0x2ab2n, ['grease_quic_bit', 'flag']],
  [0xff04de1bn, ['min_ack_delay', 'integer']],
])

/** @throws WireError truncated */
export function read(bytes: Uint8Array): TransportParameter[] {
  const cursor = new Cursor(bytes)
  const parameters: TransportParameter[] = []
  while (cursor.remaining > 0) {
    const id = varint.read(cursor).value
    parameters.push({id, value: cursor.take(varint.readNumber(cursor))})
  }
  return parameters
}

export function name(id: bigint): string {
  const known = KNOWN.get(id)?.[0]
  if (known) return known
  const reserved = id >= 27n && (id - 27n) % 31n === 0n
  return `${reserved ? 'reserved ' : ''}0x${id.toString(16)}`
}

/** The integer a parameter holds; undefined if it is absent or holds something else. */
export function integer(parameters: readonly TransportParameter[], id: bigint): bigint | undefined {
  const parameter = parameters.find(candidate => candidate.id === id)
  if (!parameter) return undefined
  const cursor = new Cursor(parameter.value)
  try {
    const {value} = varint.read(cursor)
    cursor.end()
    return value
  } catch {
    return undefined
  }
}

/** For people and JSON: a number where the parameter is one, true for a flag, otherwise hex. */
export function describe({id, value}: TransportParameter): string | bigint | true {
  const format = KNOWN.get(id)?.[1] ?? 'octets'
  if (format === 'flag' && value.length === 0) return true
  if (format === 'integer') return integer([{id, value}], id) ?? toHex(value)
  return toHex(value)
}
