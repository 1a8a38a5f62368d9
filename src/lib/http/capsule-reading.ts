/**
 * What a receiver makes of the octets of a data stream, where that is otherwise than RFC 9297 asks: parsers have their
 * own ideas of where capsules begin, which ones are errors, and when to read on. An honest one leaves all of it out.
 */

export interface CapsuleReading {
  /** Once its header is there; absent: all are read. */
  readonly onCapsule?: (type: bigint, length: bigint) => CapsuleHandling
  /** The stream ended within a capsule. `deliver` takes a datagram for whole. Absent: it is malformed. */
  readonly onTruncated?: () => 'finish' | 'deliver'
  /** How pieces of the stream, as they come from below, are parsed: absent, they are one. */
  readonly pieces?: 'each-alone' | 'only-its-first'
  /** Octets for the peer that a piece of the stream brings about. */
  readonly answers?: (piece: Uint8Array) => Uint8Array | undefined
}

export type CapsuleHandling =
  | 'read'
  | 'skip'
  /** The tunnel ends for it: as malformed, or in an orderly way. */
  | 'abort'
  | 'finish'
  /** It is waited for as a whole, and nothing of it is read meanwhile. */
  | 'stall'
  /** Octets are taken from now on, and none is looked at. */
  | 'deafen'

export const AS_ASKED: CapsuleReading = {}
