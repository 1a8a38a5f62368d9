/** What came out of a tunnel, read as HTTP Datagrams of CONNECT-UDP: their contexts, and the payloads of context 0. */
import type {Arrival} from '../spec/tunnel-rig.js'
import {Cursor} from '../wire/cursor.js'
import {WireError} from '../wire/error.js'
import * as varint from '../wire/varint.js'

export interface InContext {
  readonly contextId: bigint
  /** What follows the Context ID. */
  readonly rest: Uint8Array
}

/** undefined: too short for a Context ID. */
export function readContext(bytes: Uint8Array): InContext | undefined {
  const cursor = new Cursor(bytes)
  try {
    return {contextId: varint.read(cursor).value, rest: cursor.rest()}
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}

/** Payloads in context 0, in order of arrival. */
export function payloadsOf(arrivals: readonly Arrival[]): readonly Uint8Array[] {
  return arrivals.flatMap(arrival => {
    const read = arrival.kind === 'datagram' ? readContext(arrival.bytes) : undefined
    return read?.contextId === 0n ? [read.rest] : []
  })
}
