/**
 * The one QUIC exchange that needs no cryptography: a long header with a version nobody speaks, answered by
 * Version Negotiation. Any QUIC server does it (RFC 8999 section 6, RFC 9000 section 6), so it serves as an echo.
 */
import {concat, equal} from '../bytes.js'
import {Cursor} from '../cursor.js'
import {WireError} from '../error.js'

/** Of the form 0x?a?a?a?a: reserved to provoke negotiation (RFC 9000 section 15). */
export const RESERVED_VERSION = 0x1a2a3a4a
/** Servers ignore smaller datagrams of unknown versions (RFC 9000 section 5.2.2). */
const MIN_DATAGRAM = 1200

/** Connection IDs of 8 octets each tie the answer to this very question. */
export function writeProbe(destinationId: Uint8Array, sourceId: Uint8Array): Uint8Array {
  const header = concat(
    Uint8Array.of(0xc0, 0x1a, 0x2a, 0x3a, 0x4a),
    Uint8Array.of(destinationId.length),
    destinationId,
    Uint8Array.of(sourceId.length),
    sourceId,
  )
  return concat(header, new Uint8Array(MIN_DATAGRAM - header.length))
}

/**
 * The versions a Version Negotiation packet lists.
 * @throws WireError malformed if it is another packet or answers another question
 */
export function readAnswer(packet: Uint8Array, destinationId: Uint8Array, sourceId: Uint8Array): number[] {
  const cursor = new Cursor(packet)
  if ((cursor.u8() & 0x80) === 0 || cursor.u32() !== 0)
    throw new WireError('malformed', 0, 'not a Version Negotiation packet')
  const echoedSource = cursor.take(cursor.u8())
  const echoedDestination = cursor.take(cursor.u8())
  if (!equal(echoedSource, sourceId) || !equal(echoedDestination, destinationId)) {
    throw new WireError('malformed', 6, 'the connection IDs are not those we sent')
  }
  const versions: number[] = []
  while (cursor.remaining > 0) versions.push(cursor.u32())
  return versions
}
