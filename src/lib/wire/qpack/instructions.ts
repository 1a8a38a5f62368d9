/**
 * Instructions on the QPACK streams: RFC 9204 sections 4.3 and 4.4. With a table of capacity 0 an encoder has
 * nothing legal to say but "capacity 0", and a decoder nothing to acknowledge. So the reader's work is to name
 * what came.
 */
import type {Cursor} from '../cursor.js'
import * as integer from '../hpack/integer.js'
import * as string from '../hpack/string.js'

export type EncoderInstruction =
  | {readonly kind: 'set-capacity'; readonly capacity: number}
  | {readonly kind: 'insert'; readonly name: string | number; readonly value: string}
  | {readonly kind: 'duplicate'; readonly index: number}

export type DecoderInstruction =
  | {readonly kind: 'section-acknowledgment'; readonly streamId: number}
  | {readonly kind: 'stream-cancellation'; readonly streamId: number}
  | {readonly kind: 'insert-count-increment'; readonly increment: number}

/** @throws WireError truncated, when more octets are needed; the cursor then has not moved */
export function readEncoder(cursor: Cursor): EncoderInstruction {
  return cursor.attempt(() => {
    const first = cursor.peek() ?? 0
    if (first & 0x80) return {kind: 'insert', name: integer.read(cursor, 6), value: string.read(cursor, 7)}
    if (first & 0x40) return {kind: 'insert', name: string.read(cursor, 5), value: string.read(cursor, 7)}
    if (first & 0x20) return {kind: 'set-capacity', capacity: integer.read(cursor, 5)}
    return {kind: 'duplicate', index: integer.read(cursor, 5)}
  })
}

/** @throws WireError truncated, when more octets are needed; the cursor then has not moved */
export function readDecoder(cursor: Cursor): DecoderInstruction {
  const first = cursor.peek() ?? 0
  if (first & 0x80) return {kind: 'section-acknowledgment', streamId: integer.read(cursor, 7)}
  if (first & 0x40) return {kind: 'stream-cancellation', streamId: integer.read(cursor, 6)}
  return {kind: 'insert-count-increment', increment: integer.read(cursor, 6)}
}

/**
 * What is wrong with an encoder instruction given that we announced capacity 0; undefined if nothing is. The text
 * contains nothing the peer wrote.
 */
export function encoderViolation(instruction: EncoderInstruction): string | undefined {
  switch (instruction.kind) {
    case 'set-capacity':
      if (instruction.capacity === 0) return undefined
      return `the QPACK encoder set a table capacity of ${instruction.capacity}; we allow 0`
    case 'insert':
      return 'the QPACK encoder inserted an entry into a table of capacity 0'
    case 'duplicate':
      return `the QPACK encoder duplicated entry ${instruction.index} of an empty table`
  }
}

/** The same for the decoder: we never refer to its dynamic table, so only cancellations can be legal. */
export function decoderViolation(instruction: DecoderInstruction): string | undefined {
  switch (instruction.kind) {
    case 'stream-cancellation':
      return undefined
    case 'section-acknowledgment':
      return `the QPACK decoder acknowledged a section on stream ${instruction.streamId} that used no dynamic table`
    case 'insert-count-increment':
      return `the QPACK decoder counted ${instruction.increment} insertions; we made none`
  }
}
