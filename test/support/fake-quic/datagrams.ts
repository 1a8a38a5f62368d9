/** DATAGRAM frames of the fake engine: their limits, as the real one has them, and those that are injected. */
import type {NativeTransport} from '../../../src/lib/native/surface.js'
import {WireError} from '../../../src/lib/wire/error.js'
import * as frames from '../../../src/lib/wire/quic/frames.js'
import * as parameters from '../../../src/lib/wire/quic/transport-parameters.js'

/** What the real engine reckons a frame takes beside its payload, on the wire and in its buffer. */
export const FRAME_OVERHEAD = 9
export const BUFFER_OVERHEAD = 32
const RECEIVE_BUFFER = 4 << 20

/** Announced, as far as a parameter of 16 bits goes, and what is larger is a breach. */
export function receiveBuffer({datagramReceiveBufferBytes = RECEIVE_BUFFER}: NativeTransport): number {
  return datagramReceiveBufferBytes
}

export function announcedLimit(localParameters: Uint8Array): number | undefined {
  const limit = parameters.integer(parameters.read(localParameters), parameters.MAX_DATAGRAM_FRAME_SIZE)
  return limit === undefined || limit === 0n ? undefined : Number(limit)
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
