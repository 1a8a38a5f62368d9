/** What a frame of HTTP/2 is to the stream it is on, and in the words of a timeline. */
import type {RawFrame} from '../../http/h2/raw-reader.js'
import {http2Name} from '../../wire/error-codes.js'
import * as frame from '../../wire/h2-frame.js'
import type {RawAnswerState} from './raw-answer.js'

const HEADS: ReadonlySet<number> = new Set([frame.HEADERS, frame.CONTINUATION])
const STREAM_ENDS: ReadonlySet<number> = new Set([frame.DATA, frame.HEADERS])

/** Tells one stream of its frames. */
export class StreamFeed {
  /** CONTINUATION frames follow HEADERS that end the stream: an answer that is there counts more than its end. */
  #isLast = false

  constructor(readonly state: RawAnswerState) {}

  take({header: {type, flags}, payload, fields, problem}: RawFrame): void {
    const {state} = this
    if (problem !== undefined && HEADS.has(type)) state.onUnreadable(`a ${frame.name(type)} frame: ${problem}`)
    if (fields) state.onFields(fields)
    if (payload?.kind === 'data') state.onData(payload.data)
    if (payload?.kind === 'rst-stream') state.onReset(payload.code)
    if (STREAM_ENDS.has(type) && (flags & frame.END_STREAM) !== 0) this.#isLast = true
    const isHeadOpen = HEADS.has(type) && (flags & frame.END_HEADERS) === 0
    if (this.#isLast && !isHeadOpen) state.onFin()
  }
}

export function frameWords({header, payload, bytes}: RawFrame): string {
  const {type, streamId} = header
  const name = frame.name(type)
  const where = streamId === 0 ? name : `stream ${streamId}: ${name}`
  if (payload?.kind === 'goaway' || payload?.kind === 'rst-stream') return `${where} with ${http2Name(payload.code)}`
  return `${where}, ${bytes.length} octets`
}
