/** QUIC frames as qlog has them. Of data only the length is told; tokens, which open doors, not at all. */
import {toHex} from '../../wire/bytes.js'
import {WireError} from '../../wire/error.js'
import {read, type Frame} from '../../wire/quic/frames.js'
import type {Json} from './file.js'
import {applicationError, integer, transportError} from './values.js'

/** Every frame of a packet. Where the octets make no sense any more, the rest is one unknown frame that says why. */
export function qlogFrames(payload: Uint8Array, onFrame: (frame: Frame) => Json = () => ({})): Json[] {
  const frames: Json[] = []
  let done = 0
  try {
    for (const frame of read(payload)) {
      frames.push({...qlogFrame(frame), ...onFrame(frame)})
      done = frame.offset + frame.bytes
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    const type = payload[done] ?? 0
    const raw = {length: payload.length - done}
    frames.push({frame_type: 'unknown', frame_type_bytes: type, raw, malformed: error.message})
  }
  return frames
}

function qlogFrame(frame: Frame): Json {
  const {kind: frame_type, bytes} = frame
  const raw = {length: bytes}
  switch (frame.kind) {
    case 'padding':
      return {frame_type, raw: {length: bytes, payload_length: bytes}}
    case 'ping':
    case 'handshake_done':
      return {frame_type}
    case 'ack':
      return {frame_type, ...ackFields(frame)}
    case 'reset_stream':
      return {
        frame_type,
        stream_id: integer(frame.streamId),
        ...applicationError(frame.code),
        final_size: integer(frame.finalSize),
      }
    case 'stop_sending':
      return {frame_type, stream_id: integer(frame.streamId), ...applicationError(frame.code)}
    case 'crypto':
      return {frame_type, offset: integer(frame.at), raw: {length: bytes, payload_length: frame.data.length}}
    case 'new_token':
      return {frame_type, token: {type: 'resumption', raw: {length: frame.token.length}}, raw}
    case 'stream':
      return {
        frame_type,
        stream_id: integer(frame.streamId),
        offset: integer(frame.at),
        fin: frame.fin,
        raw: {length: bytes, payload_length: frame.data.length},
      }
    case 'max_data':
      return {frame_type, maximum: integer(frame.maximum)}
    case 'max_stream_data':
      return {frame_type, stream_id: integer(frame.streamId), maximum: integer(frame.maximum)}
    case 'max_streams':
      return {frame_type, stream_type: frame.way, maximum: integer(frame.maximum)}
    case 'data_blocked':
      return {frame_type, limit: integer(frame.limit)}
    case 'stream_data_blocked':
      return {frame_type, stream_id: integer(frame.streamId), limit: integer(frame.limit)}
    case 'streams_blocked':
      return {frame_type, stream_type: frame.way, limit: integer(frame.limit)}
    case 'new_connection_id':
      return {
        frame_type,
        sequence_number: integer(frame.sequence),
        retire_prior_to: integer(frame.retirePriorTo),
        connection_id_length: frame.connectionId.length,
        connection_id: toHex(frame.connectionId),
      }
    case 'retire_connection_id':
      return {frame_type, sequence_number: integer(frame.sequence)}
    case 'path_challenge':
    case 'path_response':
      return {frame_type, data: toHex(frame.data)}
    case 'connection_close':
      return {frame_type, ...closeFields(frame)}
    case 'datagram':
      return {frame_type, raw: {length: bytes, payload_length: frame.data.length}}
    case 'immediate_ack':
    case 'ack_frequency':
      // The drafts of qlog have no word for them.
      return {frame_type: 'unknown', frame_type_bytes: integer(frame.type), raw, extension: frame_type}
    case 'unknown':
      return {frame_type, frame_type_bytes: integer(frame.type), raw}
  }
}

/** The delay is in the peer's unit, which stands in its transport parameters; almost all use the default. */
const DEFAULT_DELAY_UNIT_US = 8

function ackFields({delay, ranges, ecn}: Extract<Frame, {kind: 'ack'}>): Json {
  return {
    ack_delay: (Number(delay) * DEFAULT_DELAY_UNIT_US) / 1000,
    acked_ranges: ranges.map(({from, to}) => (from === to ? [integer(from)] : [integer(from), integer(to)])),
    ...(ecn && {ect0: integer(ecn.ect0), ect1: integer(ecn.ect1), ce: integer(ecn.ce)}),
  }
}

function closeFields({space, code, frameType, reason}: Extract<Frame, {kind: 'connection_close'}>): Json {
  return {
    error_space: space,
    ...(space === 'transport' ? transportError(code) : applicationError(code)),
    ...(reason.length > 0 && {reason: new TextDecoder().decode(reason)}),
    ...(frameType !== undefined && frameType > 0n && {trigger_frame_type: integer(frameType)}),
  }
}
