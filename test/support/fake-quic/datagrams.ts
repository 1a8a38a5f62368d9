/** DATAGRAM frames of the fake engine: their limits, as the real one has them, and those that are injected. */
import type {NativeTransport} from '../../../src/lib/native/surface.js'
import {concat} from '../../../src/lib/wire/bytes.js'
import {WireError} from '../../../src/lib/wire/error.js'
import * as frames from '../../../src/lib/wire/quic/frames.js'
import * as parameters from '../../../src/lib/wire/quic/transport-parameters.js'
import * as varint from '../../../src/lib/wire/varint.js'

/** What the real engine reckons a frame takes beside its payload, on the wire and in its buffer. */
export const FRAME_OVERHEAD = 9
export const BUFFER_OVERHEAD = 32
const RECEIVE_BUFFER = 4 << 20
const MARKER_BYTES = 16

/** Announced, as far as a parameter of 16 bits goes, and what is larger is a breach. */
export function receiveBuffer({datagramReceiveBufferBytes = RECEIVE_BUFFER}: NativeTransport): number {
  return datagramReceiveBufferBytes
}

export function announcedLimit(localParameters: Uint8Array): number | undefined {
  const limit = parameters.integer(parameters.read(localParameters), parameters.MAX_DATAGRAM_FRAME_SIZE)
  return limit === undefined || limit === 0n ? undefined : Number(limit)
}

/** What a frame with so much in it takes, beside that, where it has a length: the engine fills that with PADDING in front. */
export function paddedInFront(frames: Uint8Array): Uint8Array {
  const payload = Math.max(MARKER_BYTES, frames.length)
  return concat(new Uint8Array(1 + varint.write(payload).length + payload - frames.length), frames)
}

export interface Injected {
  readonly datagrams: readonly Uint8Array[]
  /** Why a peer closes the connection for them. */
  readonly refused?: string
}

/** @throws Error for frames that mean something to a real peer and nothing to this one */
export function injected(bytes: Uint8Array): Injected {
  const datagrams: Uint8Array[] = []
  try {
    for (const frame of frames.read(bytes)) {
      if (frame.kind === 'datagram') datagrams.push(frame.data.slice())
      else if (frame.kind === 'unknown') return {datagrams, refused: 'unknown frame'}
      else if (frame.kind !== 'ping' && frame.kind !== 'padding')
        throw new Error(`the fake knows no ${frame.kind} frame`)
    }
    return {datagrams}
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return {datagrams, refused: error.message}
  }
}
