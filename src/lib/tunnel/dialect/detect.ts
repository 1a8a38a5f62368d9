/** What dialect a peer seems to speak, by what it sent. Told to the user, and never acted upon. */
import * as settings from '../../wire/h3-settings.js'
import type {DialectName} from './dialect.js'

/** By its SETTINGS: datagrams as a draft had them, and not as RFC 9297 has them. */
export function dialectOfSettings(list: readonly settings.Setting[]): DialectName | undefined {
  if (settings.value(list, settings.H3_DATAGRAM) !== undefined) return undefined
  const drafts = [...settings.DRAFT_DATAGRAM.keys()]
  return drafts.some(id => (settings.value(list, id) ?? 0n) > 0n) ? 'draft-settings' : undefined
}

/** By an HTTP Datagram of an IP tunnel: read without a Context ID it is a whole IP packet, to the octet. */
export function dialectOfIpDatagram(payload: Uint8Array): DialectName | undefined {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
  const version = (payload[0] ?? 0) >> 4
  const isV4 = version === 4 && payload.length >= 20 && view.getUint16(2) === payload.length
  const isV6 = version === 6 && payload.length >= 40 && view.getUint16(4) + 40 === payload.length
  return isV4 || isV6 ? 'no-context-id' : undefined
}
