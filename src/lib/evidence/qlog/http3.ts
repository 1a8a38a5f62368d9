/** What crosses a tunnel, and how streams begin, as the events of HTTP/3 and of the capsule protocol that qlog has. */
import type {TapWhat} from '../../http/tap.js'
import type {HeaderList, TunnelRequest} from '../../http/transport.js'
import * as capsule from '../../wire/capsule.js'
import {Cursor} from '../../wire/cursor.js'
import {WireError} from '../../wire/error.js'
import * as h3Frame from '../../wire/h3-frame.js'
import * as h3Settings from '../../wire/h3-settings.js'
import {readContext} from '../../wire/http-datagram.js'
import {readHeader} from '../../wire/tlv.js'
import * as varint from '../../wire/varint.js'
import {requestFields, responseFields} from '../secret-fields.js'
import type {Json} from './file.js'
import {integer} from './values.js'

export interface QlogEvent {
  readonly name: string
  readonly data: Json
}

export type Direction = 'sent' | 'received'

/** `streamId` is the tunnel's; `packet` the number of the evidence for the packet that carried it, if known. */
export interface Place {
  readonly streamId: number
  readonly direction: Direction
  readonly packet: number | undefined
}

export function tunnelEvent(what: TapWhat, place: Place): QlogEvent {
  const {streamId: stream_id, direction} = place
  const verb = direction === 'sent' ? 'created' : 'parsed'
  switch (what.kind) {
    case 'request':
      return frameEvent(verb, stream_id, requestHeaders(what.request))
    case 'response': {
      const {status, headers} = what.head
      return frameEvent(verb, stream_id, [[':status', String(status)], ...responseFields(headers)])
    }
    case 'datagram':
      return datagramEvent(what, verb, place)
    case 'capsule': {
      const {type, length} = what
      const names = {capsule_type: 'unknown', capsule_type_value: integer(type)}
      const known = type === capsule.DATAGRAM ? {capsule_type: 'datagram'} : names
      return {
        name: `http:capsule_${verb}`,
        data: {stream_id, capsule: {...known, raw: {payload_length: integer(length)}}},
      }
    }
    case 'raw':
      return note(`stream ${stream_id}: ${what.bytes.length} octets of our own, unframed`)
    case 'finish':
      return note(`stream ${stream_id}: end of our direction`)
    case 'abort':
      return note(
        `stream ${stream_id}: aborted${what.code === undefined ? '' : ` with code 0x${what.code.toString(16)}`}`,
      )
    case 'ended':
      return note(`stream ${stream_id}: ${what.ending.detail}`)
  }
}

function note(message: string): QlogEvent {
  return {name: 'loglevel:info', data: {message}}
}

function frameEvent(verb: string, stream_id: number, headers: HeaderList): QlogEvent {
  const fields = headers.map(([name, value]) => ({name, value}))
  return {name: `http3:frame_${verb}`, data: {stream_id, frame: {frame_type: 'headers', headers: fields}}}
}

function requestHeaders({method, protocol, scheme, authority, path, headers}: TunnelRequest): HeaderList {
  const pseudo: HeaderList = [
    [':method', method],
    ...(protocol === undefined ? [] : [[':protocol', protocol] as const]),
    [':scheme', scheme],
    [':authority', authority],
    [':path', path],
  ]
  return [...pseudo, ...requestFields(headers)]
}

function datagramEvent(what: Extract<TapWhat, {kind: 'datagram'}>, verb: string, place: Place): QlogEvent {
  const {carrier, payload, outcome} = what
  const unsent = outcome !== undefined && outcome !== 'accepted'
  const more = {
    ...contextOf(payload),
    ...(unsent && {outcome: typeof outcome === 'string' ? outcome : `larger than ${outcome.tooLarge}`}),
    ...(place.packet !== undefined && {packet_evidence: place.packet}),
  }
  const raw = {payload_length: payload.length}
  const {streamId: stream_id} = place
  if (carrier === 'capsule') {
    return {name: `http:capsule_${verb}`, data: {stream_id, capsule: {capsule_type: 'datagram', raw}, ...more}}
  }
  return {name: `http3:datagram_${verb}`, data: {quarter_stream_id: stream_id / 4, raw, ...more}}
}

/** Of an HTTP Datagram payload; nothing if it is too short to have one. */
export function contextOf(payload: Uint8Array): Json {
  try {
    const {contextId, payload: rest} = readContext(payload)
    return {context_id: integer(contextId.value), udp_payload_length: rest.length}
  } catch (error) {
    if (error instanceof WireError) return {}
    throw error
  }
}

const STREAM_TYPES: ReadonlyMap<bigint, string> = new Map([
  [h3Frame.stream.CONTROL, 'control'],
  [h3Frame.stream.PUSH, 'push'],
  [h3Frame.stream.QPACK_ENCODER, 'qpack_encode'],
  [h3Frame.stream.QPACK_DECODER, 'qpack_decode'],
])

/** How a unidirectional stream begins: its type, and SETTINGS where they come with it. */
export function streamBeginning(stream_id: number | string, data: Uint8Array, direction: Direction): QlogEvent[] {
  const cursor = new Cursor(data)
  try {
    const {value: type} = varint.read(cursor)
    const initiator = direction === 'sent' ? 'local' : 'remote'
    const unknown = h3Frame.isReserved(type) ? 'reserved' : 'unknown'
    const stream_type = STREAM_TYPES.get(type) ?? unknown
    const bytes = stream_type === unknown ? {stream_type_bytes: integer(type)} : {}
    const set = {name: 'http3:stream_type_set', data: {initiator, stream_id, stream_type, ...bytes}}
    return [set, ...(stream_type === 'control' ? settingsEvents(stream_id, cursor, direction) : [])]
  } catch (error) {
    if (error instanceof WireError) return []
    throw error
  }
}

function settingsEvents(stream_id: number | string, cursor: Cursor, direction: Direction): QlogEvent[] {
  try {
    const {type, length} = readHeader(cursor)
    if (type.value !== h3Frame.SETTINGS) return []
    const list = h3Settings.read(cursor.take(Number(length.value)))
    const settings = list.map(({id, value}) => ({...settingName(id), value: integer(value)}))
    const verb = direction === 'sent' ? 'created' : 'parsed'
    return [{name: `http3:frame_${verb}`, data: {stream_id, frame: {frame_type: 'settings', settings}}}]
  } catch (error) {
    // In pieces, or nonsense: the stream's octets stand in the packets all the same.
    if (error instanceof WireError) return []
    throw error
  }
}

const SETTING_NAMES: ReadonlyMap<bigint, string> = new Map([
  [0x01n, 'settings_qpack_max_table_capacity'],
  [0x06n, 'settings_max_field_section_size'],
  [0x07n, 'settings_qpack_blocked_streams'],
  [0x08n, 'settings_enable_connect_protocol'],
  [0x33n, 'settings_h3_datagram'],
])

function settingName(id: bigint): Json {
  const name = SETTING_NAMES.get(id)
  if (name !== undefined) return {name}
  return {name: h3Frame.isReserved(id) ? 'reserved' : 'unknown', name_bytes: integer(id)}
}
