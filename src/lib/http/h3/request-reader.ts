/** Reads one request stream: heads first, then the data stream of the tunnel. The same for both sides. */
import type {QuicStream} from '../../quic/stream.js'
import {WireError} from '../../wire/error.js'
import {H3, http3Name} from '../../wire/error-codes.js'
import * as frame from '../../wire/h3-frame.js'
import * as fieldSection from '../../wire/qpack/field-section.js'
import type {Ending} from '../ending.js'
import type {H3Connection} from './connection.js'
import {MAX_WHOLE, readFrames, type FrameEvent} from './frame-reader.js'

/** As our SETTINGS_MAX_FIELD_SECTION_SIZE says. */
export const MAX_FIELD_SECTION = 64 * 1024

export type HeadEvent =
  | {readonly kind: 'fields'; readonly fields: readonly fieldSection.Field[]}
  | {readonly kind: 'data'; readonly bytes: Uint8Array}
  /** The peer ended its side. */
  | {readonly kind: 'fin'}
  /** It is over otherwise; what had to be done on the wire is done. */
  | {readonly kind: 'over'; readonly ending: Ending}

/**
 * @param dataAllowed asked when DATA comes: before the head it is a breach
 */
export async function* readMessage(
  h3: H3Connection,
  stream: QuicStream,
  dataAllowed: () => boolean,
): AsyncGenerator<HeadEvent, void, undefined> {
  for await (const event of readFrames(stream)) {
    const next = await translate(h3, stream, event, dataAllowed)
    if (next) yield next
    if (next?.kind === 'over' || next?.kind === 'fin') return
  }
}

async function translate(
  h3: H3Connection,
  stream: QuicStream,
  event: FrameEvent,
  dataAllowed: () => boolean,
): Promise<HeadEvent | undefined> {
  switch (event.kind) {
    case 'data':
      if (dataAllowed()) return {kind: 'data', bytes: event.bytes}
      return violation(h3, H3.FRAME_UNEXPECTED, 'DATA before the head of the message')
    case 'frame':
      if (event.type === frame.HEADERS) return decode(h3, stream, event.payload)
      if (event.type === frame.PUSH_PROMISE && !h3.quic.isServer) {
        return violation(h3, H3.ID_ERROR, 'the server promised a push, but we sent no MAX_PUSH_ID')
      }
      return violation(h3, H3.FRAME_UNEXPECTED, `a ${frame.name(event.type)} frame on a request stream`)
    case 'unknown':
      if (!frame.HTTP2_ONLY.has(event.type)) {
        h3.bear({kind: 'unknown-frame', on: 'request'})
        return undefined
      }
      return violation(h3, H3.FRAME_UNEXPECTED, `frame type 0x${event.type.toString(16)} belongs to HTTP/2`)
    case 'too-large':
      return tooMuch(stream, `a ${frame.name(event.type)} frame of ${event.length} octets, and we take ${MAX_WHOLE}`)
    case 'cut-off':
      return violation(h3, H3.FRAME_ERROR, 'the stream ended in the middle of a frame')
    case 'fin':
      return {kind: 'fin'}
    case 'reset':
      h3.bear({kind: 'reset', code: event.code})
      return {kind: 'over', ending: resetEnding(event.code)}
    case 'lost':
      return {kind: 'over', ending: await h3.ended}
  }
}

export function resetEnding(code: bigint): Ending {
  const codeName = http3Name(code)
  return {
    by: 'peer',
    how: 'reset',
    scope: 'tunnel',
    code,
    codeName,
    detail: `the peer reset the stream with ${codeName}`,
  }
}

/** The message breaks the rules of RFC 9114 section 4.1.2: a stream error. */
export function malformed(stream: QuicStream, problem: string): {kind: 'over'; ending: Ending} {
  return aborted(stream, H3.MESSAGE_ERROR, `the peer's message is malformed: ${problem}`)
}

/** A limit of ours, where a peer may have had every right to send so much. */
export function tooMuch(stream: QuicStream, what: string): {kind: 'over'; ending: Ending} {
  return aborted(stream, H3.EXCESSIVE_LOAD, `it is more than we take: ${what}`, 'over-limit')
}

function aborted(
  stream: QuicStream,
  code: bigint,
  detail: string,
  how: 'malformed' | 'over-limit' = 'malformed',
): {kind: 'over'; ending: Ending} {
  stream.reset(code)
  stream.stop(code)
  return {kind: 'over', ending: {by: 'us', how, scope: 'tunnel', code, codeName: http3Name(code), detail}}
}

async function violation(h3: H3Connection, code: bigint, text: string): Promise<HeadEvent> {
  h3.violated(code, text)
  return {kind: 'over', ending: await h3.ended}
}

async function decode(h3: H3Connection, stream: QuicStream, payload: Uint8Array): Promise<HeadEvent> {
  try {
    return {kind: 'fields', fields: fieldSection.read(payload, MAX_FIELD_SECTION)}
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    if (error.code === 'too-large') return tooMuch(stream, `fields of more than ${MAX_FIELD_SECTION} octets`)
    return violation(h3, H3.QPACK_DECOMPRESSION_FAILED, `a field section that cannot be read: ${error.message}`)
  }
}
