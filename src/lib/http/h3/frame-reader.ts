/** Frames of one stream, pulled: small payloads whole, DATA in pieces as it comes. */
import type {QuicStream, StreamRead} from '../../quic/stream.js'
import * as frame from '../../wire/h3-frame.js'
import {concat} from '../../wire/bytes.js'

export type FrameEvent =
  | {readonly kind: 'frame'; readonly type: bigint; readonly payload: Uint8Array}
  /** A piece of a DATA frame. */
  | {readonly kind: 'data'; readonly bytes: Uint8Array}
  /** A frame of a type nobody here knows; its payload was skipped. */
  | {readonly kind: 'unknown'; readonly type: bigint}
  /** A frame that would have to be held whole, and is too large for that. */
  | {readonly kind: 'too-large'; readonly type: bigint; readonly length: bigint}
  | {readonly kind: 'cut-off'}
  | Exclude<StreamRead, {kind: 'data'}>

const WHOLE: ReadonlySet<bigint> = new Set([
  frame.HEADERS,
  frame.SETTINGS,
  frame.GOAWAY,
  frame.MAX_PUSH_ID,
  frame.CANCEL_PUSH,
  frame.PUSH_PROMISE,
])
/** No SETTINGS, GOAWAY or field section we accept is larger. */
export const MAX_WHOLE = 128n * 1024n

/** Ends after an event that is an end. Bytes that were read before belong in front. */
export async function* readFrames(
  stream: QuicStream,
  before: Uint8Array = new Uint8Array(0),
): AsyncGenerator<FrameEvent, void, undefined> {
  const reader = new frame.Reader()
  let type = 0n
  let parts: Uint8Array[] = []
  let first: StreamRead | undefined = before.length > 0 ? {kind: 'data', bytes: before} : undefined
  for (;;) {
    const read = first ?? (await stream.read())
    first = undefined
    if (read.kind !== 'data') {
      yield read.kind === 'fin' && !reader.atBoundary ? {kind: 'cut-off'} : read
      return
    }
    for (const part of reader.push(read.bytes)) {
      if (part.part === 'header') {
        type = part.header.type.value
        parts = []
        const length = part.header.length.value
        if (WHOLE.has(type) && length > MAX_WHOLE) {
          yield {kind: 'too-large', type, length}
          return
        }
      } else if (part.part === 'value') {
        if (type === frame.DATA) yield {kind: 'data', bytes: part.bytes}
        else if (WHOLE.has(type)) parts.push(part.bytes)
      } else if (WHOLE.has(type)) {
        yield {kind: 'frame', type, payload: parts.length === 1 && parts[0] ? parts[0] : concat(...parts)}
      } else if (type !== frame.DATA) {
        yield {kind: 'unknown', type}
      }
    }
  }
}
