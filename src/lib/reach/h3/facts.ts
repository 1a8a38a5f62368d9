/** What a QUIC handshake tells beside what TLS does, as the result document has it. */
import type {Handshake} from '../../http/h3/facts.js'
import type {Road} from '../../report/document.js'
import * as settings from '../../wire/h3-settings.js'
import * as parameters from '../../wire/quic/transport-parameters.js'
import {WireError} from '../../wire/error.js'

export function settingFacts(list: readonly settings.Setting[]): NonNullable<Road['settings']> {
  return list.map(({id, value}) => ({id: `0x${id.toString(16)}`, name: settings.name(id), value: String(value)}))
}

export function parameterFacts(handshake: Handshake): NonNullable<Road['transportParameters']> {
  return readParameters(handshake.peerParameters).map(parameter => {
    const value = parameters.describe(parameter)
    const id = `0x${parameter.id.toString(16)}`
    return {id, name: parameters.name(parameter.id), value: value === true ? true : String(value)}
  })
}

/** The peer's max_datagram_frame_size; 0 if it announced none. */
export function datagramLimit(handshake: Handshake): bigint {
  return parameters.integer(readParameters(handshake.peerParameters), parameters.MAX_DATAGRAM_FRAME_SIZE) ?? 0n
}

/** None at all if they cannot be read. */
export function readParameters(bytes: Uint8Array | undefined): readonly parameters.TransportParameter[] {
  try {
    return parameters.read(bytes ?? new Uint8Array(0))
  } catch (error) {
    if (error instanceof WireError) return []
    throw error
  }
}

export function connectionIdBytes(list: readonly parameters.TransportParameter[]): number {
  return list.find(({id}) => id === parameters.INITIAL_SOURCE_CONNECTION_ID)?.value.length ?? 0
}
