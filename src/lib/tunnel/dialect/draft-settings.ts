/**
 * HTTP/3 datagrams announced as the drafts of RFC 9297 did, and tunnels offered without ENABLE_CONNECT_PROTOCOL:
 * proxies on HTTP/3 libraries from before mid-2022, whose requests and datagrams are otherwise those of the RFCs.
 */
import * as settings from '../../wire/h3-settings.js'
import type {Dialect} from './dialect.js'

const ids = [...settings.DRAFT_DATAGRAM.keys()]

export const draftSettings: Dialect = {
  name: 'draft-settings',
  summary: 'SETTINGS of the drafts of RFC 9297 (0x276, 0xffd276, 0xffd277); extended CONNECT need not be announced',
  tunnels: ['udp', 'ip'],
  http: ['3'],
  h3: {announces: ids.map(id => ({id, value: 1n})), datagrams: ids, asksAnyway: true},
}
