/**
 * One request stream of the rude side of HTTP/3: anything can be written, and everything that comes is read at once, so
 * that a peer is never held back by us, and told of piece by piece.
 */
import type {QuicStream} from '../../quic/stream.js'
import {WireError} from '../../wire/error.js'
import * as frame from '../../wire/h3-frame.js'
import * as fieldSection from '../../wire/qpack/field-section.js'
import {MAX_WHOLE, readFrames, type FrameEvent} from './frame-reader.js'

export type RawStreamEnd =
  | {readonly how: 'fin'}
  | {readonly how: 'reset'; readonly code: bigint}
  /** With the connection, if not before: after STOP_SENDING of ours nobody knows. */
  | {readonly how: 'lost'}

/** Octets are valid during the call only. */
export interface RawStreamEvents {
  onFields(fields: readonly fieldSection.Field[]): void
  onData(bytes: Uint8Array): void
  /** What came cannot be read, for this reason, and neither can what follows. */
  onUnreadable(problem: string): void
  /** The peer takes no more. */
  onStopped(code: bigint): void
  onEnd(end: RawStreamEnd): void
}

export class RawH3Stream {
  #stoppedByUs = false

  constructor(
    private readonly stream: QuicStream,
    private readonly events: RawStreamEvents,
  ) {
    void stream.stopped.then(code => {
      events.onStopped(code)
    })
    if (stream.direction !== 'sending') void this.#read()
  }

  get id(): number {
    return this.stream.id
  }

  /** Unframed. Resolves when the engine took it; false: it takes no more. */
  write(bytes: Uint8Array, finish = false): Promise<boolean> {
    return this.stream.write(bytes, finish)
  }

  head(fields: readonly fieldSection.Field[], finish = false): Promise<boolean> {
    return this.write(frame.write(frame.HEADERS, fieldSection.write(fields)), finish)
  }

  data(bytes: Uint8Array, finish = false): Promise<boolean> {
    return this.write(frame.write(frame.DATA, bytes), finish)
  }

  /** RESET_STREAM: what comes is still read. */
  reset(code: bigint): void {
    this.stream.reset(code)
  }

  /** STOP_SENDING. */
  stop(code: bigint): void {
    this.#stoppedByUs = true
    this.stream.stop(code)
  }

  async #read(): Promise<void> {
    for await (const event of readFrames(this.stream)) this.#on(event)
    // What cannot be read is read all the same: only its end counts.
    for (;;) {
      const read = await this.stream.read()
      if (read.kind === 'data') continue
      this.events.onEnd(this.#stoppedByUs ? {how: 'lost'} : endOf(read))
      return
    }
  }

  #on(event: FrameEvent): void {
    switch (event.kind) {
      case 'data':
        this.events.onData(event.bytes)
        break
      case 'frame':
        if (event.type === frame.HEADERS) this.#onHeaders(event.payload)
        break
      case 'too-large':
        this.events.onUnreadable(
          `a ${frame.name(event.type)} frame of ${event.length} octets, and we take ${MAX_WHOLE}`,
        )
        break
      case 'cut-off':
        this.events.onUnreadable('the stream ended in the middle of a frame')
        break
      case 'unknown':
      case 'fin':
      case 'reset':
      case 'lost':
        break
    }
  }

  #onHeaders(payload: Uint8Array): void {
    try {
      this.events.onFields(fieldSection.read(payload, Number(MAX_WHOLE)))
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.events.onUnreadable(`a field section that cannot be read: ${error.message}`)
    }
  }
}

function endOf(read: {kind: 'fin'} | {kind: 'reset'; code: bigint} | {kind: 'lost'}): RawStreamEnd {
  return read.kind === 'reset' ? {how: 'reset', code: read.code} : {how: read.kind}
}
