/**
 * What everybody on the way can read of a QUIC datagram: the long headers of the packets in it (RFC 9000 section
 * 17.2). Packet numbers and payloads are protected and not looked at.
 */
import {Cursor} from '../cursor.js'
import {WireError} from '../error.js'
import * as varint from '../varint.js'

export type LongPacketType = 'initial' | '0RTT' | 'handshake' | 'retry' | 'version_negotiation'

export interface LongHeader {
  readonly type: LongPacketType
  readonly version: number
  readonly destinationId: Uint8Array
  readonly sourceId: Uint8Array
  /** Octets of the whole packet. */
  readonly bytes: number
  /** Octets of packet number and payload; undefined where the packet has neither. */
  readonly length: number | undefined
  readonly tokenBytes: number
}

const TYPES: readonly LongPacketType[] = ['initial', '0RTT', 'handshake', 'retry']
const VERSION_1 = 1

/**
 * The long headers at the beginning of a datagram; a short header, or padding behind the packets, ends them.
 * @throws WireError truncated, or malformed for a version whose layout is not known here
 */
export function* read(datagram: Uint8Array): Generator<LongHeader, void, undefined> {
  const cursor = new Cursor(datagram)
  while (((cursor.peek() ?? 0) & 0x80) !== 0) yield cursor.attempt(() => readOne(cursor))
}

function readOne(cursor: Cursor): LongHeader {
  const at = cursor.offset
  const first = cursor.u8()
  const version = cursor.u32()
  const destinationId = cursor.take(cursor.u8())
  const sourceId = cursor.take(cursor.u8())
  const header = {version, destinationId, sourceId, tokenBytes: 0, length: undefined}
  if (version === 0) return {...header, type: 'version_negotiation', bytes: toTheEnd(cursor, at)}
  if (version !== VERSION_1) throw new WireError('malformed', at, `version 0x${version.toString(16)} is not known`)
  const type = TYPES[(first >> 4) & 3] ?? 'initial'
  if (type === 'retry') return {...header, type, bytes: toTheEnd(cursor, at)}
  const tokenBytes = type === 'initial' ? cursor.take(varint.readNumber(cursor)).length : 0
  const length = varint.readNumber(cursor)
  cursor.take(length)
  return {...header, type, tokenBytes, length, bytes: cursor.offset - at}
}

/** Version Negotiation and Retry packets have no length: they are the rest of the datagram. */
function toTheEnd(cursor: Cursor, at: number): number {
  cursor.rest()
  return cursor.offset - at
}
