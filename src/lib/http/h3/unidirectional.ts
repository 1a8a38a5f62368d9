/**
 * The peer's unidirectional streams: control, QPACK, push and whatever else. RFC 9114 section 6.2. What breaks the
 * rules is reported with the code it deserves.
 */
import type {QuicStream} from '../../quic/stream.js'
import {concat} from '../../wire/bytes.js'
import {Cursor} from '../../wire/cursor.js'
import {WireError} from '../../wire/error.js'
import {H3} from '../../wire/error-codes.js'
import * as frame from '../../wire/h3-frame.js'
import * as settings from '../../wire/h3-settings.js'
import * as instructions from '../../wire/qpack/instructions.js'
import * as varint from '../../wire/varint.js'
import {readFrames} from './frame-reader.js'

export interface UnidirectionalEvents {
  readonly isServer: boolean
  readonly onSettings: (list: readonly settings.Setting[]) => void
  readonly onGoaway: (id: bigint) => void
  /** Something legal that a tester wants to know of. */
  readonly onNote: (text: string) => void
  /** On the control stream, where it may be. */
  readonly onUnknownFrame: () => void
  /** The rules were broken: the connection must be closed with this code. */
  readonly onViolation: (code: bigint, text: string) => void
}

/** An instruction longer than this is no instruction to a table of capacity 0. */
const MAX_INSTRUCTION = 16 * 1024

export class UnidirectionalStreams {
  readonly #events: UnidirectionalEvents
  readonly #seen = new Set<bigint>()

  constructor(events: UnidirectionalEvents) {
    this.#events = events
  }

  /** Reads the stream to its end. Never rejects. */
  async accept(stream: QuicStream): Promise<void> {
    const opened = await readType(stream)
    if (!opened) return
    const {type, rest} = opened
    const critical =
      type === frame.stream.CONTROL || type === frame.stream.QPACK_ENCODER || type === frame.stream.QPACK_DECODER
    if (critical && this.#seen.has(type)) {
      this.#events.onViolation(H3.STREAM_CREATION_ERROR, `the peer opened a second ${streamName(type)} stream`)
      return
    }
    this.#seen.add(type)
    switch (type) {
      case frame.stream.CONTROL:
        return this.#readControl(stream, rest)
      case frame.stream.QPACK_ENCODER:
        return this.#readInstructions(stream, rest, H3.QPACK_ENCODER_STREAM_ERROR, cursor =>
          instructions.encoderViolation(instructions.readEncoder(cursor)),
        )
      case frame.stream.QPACK_DECODER:
        return this.#readInstructions(stream, rest, H3.QPACK_DECODER_STREAM_ERROR, cursor =>
          instructions.decoderViolation(instructions.readDecoder(cursor)),
        )
      case frame.stream.PUSH:
        this.#refusePush()
        return
      default:
        // Unknown types are legal and must not break anything (RFC 9114 section 6.2).
        if (!frame.isReserved(type))
          this.#events.onNote(`the peer opened a stream of unknown type 0x${type.toString(16)}`)
        stream.stop(H3.STREAM_CREATION_ERROR)
    }
  }

  #refusePush(): void {
    const {isServer, onViolation} = this.#events
    // RFC 9114 sections 4.6 and 6.2.2: clients cannot push, and we never allow a server to.
    if (isServer) onViolation(H3.STREAM_CREATION_ERROR, 'the client opened a push stream')
    else onViolation(H3.ID_ERROR, 'the server opened a push stream, but we sent no MAX_PUSH_ID')
  }

  async #readControl(stream: QuicStream, rest: Uint8Array): Promise<void> {
    let first = true
    for await (const event of readFrames(stream, rest)) {
      const {onViolation} = this.#events
      switch (event.kind) {
        case 'frame':
          if (!this.#onControlFrame(event.type, event.payload, first)) return
          break
        case 'data':
          onViolation(H3.FRAME_UNEXPECTED, 'a DATA frame on the control stream')
          return
        case 'unknown':
          if (first) {
            onViolation(H3.MISSING_SETTINGS, 'the control stream does not begin with SETTINGS')
            return
          }
          if (frame.HTTP2_ONLY.has(event.type)) {
            onViolation(H3.FRAME_UNEXPECTED, `frame type 0x${event.type.toString(16)} belongs to HTTP/2`)
            return
          }
          this.#events.onUnknownFrame()
          break
        case 'too-large':
          onViolation(
            H3.EXCESSIVE_LOAD,
            `a ${frame.name(event.type)} frame of ${event.length} octets on the control stream`,
          )
          return
        case 'cut-off':
        case 'fin':
        case 'reset':
          onViolation(H3.CLOSED_CRITICAL_STREAM, 'the peer closed its control stream')
          return
        case 'lost':
          return
      }
      first = false
    }
  }

  /** False: it broke the rules, and that was said. */
  #onControlFrame(type: bigint, payload: Uint8Array, first: boolean): boolean {
    const {onViolation, onSettings, onGoaway, isServer} = this.#events
    const violation = (code: bigint, text: string): false => {
      onViolation(code, text)
      return false
    }
    if (first !== (type === frame.SETTINGS)) {
      return first
        ? violation(H3.MISSING_SETTINGS, `the control stream begins with ${frame.name(type)} instead of SETTINGS`)
        : violation(H3.FRAME_UNEXPECTED, 'a second SETTINGS frame')
    }
    try {
      if (type === frame.SETTINGS) {
        onSettings(settings.read(payload))
        return true
      }
      if (type === frame.HEADERS || type === frame.PUSH_PROMISE) {
        return violation(H3.FRAME_UNEXPECTED, `a ${frame.name(type)} frame on the control stream`)
      }
      if (type === frame.MAX_PUSH_ID && !isServer) return violation(H3.FRAME_UNEXPECTED, 'MAX_PUSH_ID from a server')
      const cursor = new Cursor(payload)
      const id = varint.read(cursor).value
      cursor.end()
      if (type === frame.GOAWAY) onGoaway(id)
      return true
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      return violation(H3.FRAME_ERROR, `the payload of a ${frame.name(type)} frame is ${error.code}`)
    }
  }

  async #readInstructions(
    stream: QuicStream,
    rest: Uint8Array,
    code: bigint,
    judge: (cursor: Cursor) => string | undefined,
  ): Promise<void> {
    const {onViolation} = this.#events
    let held = rest
    /** Octets of instructions before those that are held. */
    let passed = 0
    for (;;) {
      const cursor = new Cursor(held)
      try {
        while (cursor.remaining > 0) {
          const violation = judge(cursor)
          if (violation) {
            onViolation(code, violation)
            return
          }
        }
      } catch (error) {
        if (!(error instanceof WireError)) throw error
        if (error.code !== 'truncated' || cursor.remaining > MAX_INSTRUCTION) {
          const at = passed + cursor.offset
          onViolation(code, `an unreadable QPACK instruction after ${at} octets of them: ${error.code}`)
          return
        }
      }
      const read = await stream.read()
      if (read.kind === 'lost') return
      if (read.kind !== 'data') {
        onViolation(H3.CLOSED_CRITICAL_STREAM, 'the peer closed a QPACK stream')
        return
      }
      passed += cursor.offset
      held = concat(held.subarray(cursor.offset), read.bytes)
    }
  }
}

function streamName(type: bigint): string {
  if (type === frame.stream.CONTROL) return 'control'
  return type === frame.stream.QPACK_ENCODER ? 'QPACK encoder' : 'QPACK decoder'
}

/** The stream type and what came with it; undefined if the stream ended before. */
async function readType(stream: QuicStream): Promise<{type: bigint; rest: Uint8Array} | undefined> {
  let held: Uint8Array = new Uint8Array(0)
  for (;;) {
    const read = await stream.read()
    if (read.kind !== 'data') return undefined
    held = concat(held, read.bytes)
    const cursor = new Cursor(held)
    try {
      const type = varint.read(cursor).value
      return {type, rest: cursor.rest()}
    } catch (error) {
      if (!(error instanceof WireError)) throw error
    }
  }
}
