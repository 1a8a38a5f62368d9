/** How our side of QUIC is to be, in the words of the engine. */
import type {NativePeculiarities, NativeTransport} from '../../native/surface.js'
import type {QuicOptions} from '../../spec/rig.js'
import {concat} from '../../wire/bytes.js'
import {MAX_DATAGRAM_FRAME_SIZE} from '../../wire/quic/transport-parameters.js'
import * as varint from '../../wire/varint.js'

export interface OwnQuic {
  readonly transport: NativeTransport
  readonly peculiarities: NativePeculiarities
}

/**
 * What is announced of DATAGRAM frames is a matter of the parameter only: our engine takes all of them, so that one that
 * should not have come is seen instead of ending the connection.
 */
export function ownQuic(options: QuicOptions = {}): OwnQuic {
  const {datagrams = true, maxDatagramFrameBytes, streamReceiveWindow, receiveWindow, maxIdleMs} = options
  const {extraParameters, omittedParameters = [], assumedDatagramLimit, logFrames} = options
  const {lostDatagrams, misplacedDatagrams, bearsMisplacedDatagrams} = options
  const omitsOurs = !datagrams || maxDatagramFrameBytes !== undefined
  const omitted = [...omittedParameters, ...(omitsOurs ? [Number(MAX_DATAGRAM_FRAME_SIZE)] : [])]
  const limit = datagrams && maxDatagramFrameBytes !== undefined ? [announced(maxDatagramFrameBytes)] : []
  const extra = concat(...limit, extraParameters ?? new Uint8Array(0))
  return {
    transport: {
      ...(streamReceiveWindow !== undefined && {streamReceiveWindow}),
      ...(receiveWindow !== undefined && {receiveWindow}),
      ...(maxIdleMs !== undefined && {idleTimeoutMs: maxIdleMs}),
    },
    peculiarities: {
      ...(extra.length > 0 && {extraParameters: extra}),
      ...(omitted.length > 0 && {omittedParameters: omitted}),
      ...(assumedDatagramLimit !== undefined && {assumedDatagramLimit}),
      ...(logFrames !== undefined && {logFrames}),
      ...(lostDatagrams !== undefined && {lostDatagrams}),
      ...(misplacedDatagrams !== undefined && {misplacedDatagrams}),
      ...(bearsMisplacedDatagrams !== undefined && {bearsMisplacedDatagrams}),
    },
  }
}

function announced(limit: number): Uint8Array {
  const value = varint.write(limit)
  return concat(varint.write(MAX_DATAGRAM_FRAME_SIZE), varint.write(value.length), value)
}
