/**
 * Datagrams that are the UDP payload or the IP packet and nothing else: implementations that took the Context ID
 * (RFC 9298 section 4, RFC 9484 section 6) for a part of HTTP Datagrams, or forgot it.
 */
import type {Dialect, Framing} from './dialect.js'

export const BARE: Framing = {contextIds: false, capsules: new Map()}

export const noContextId: Dialect = {
  name: 'no-context-id',
  summary: 'no Context ID before UDP payloads and IP packets',
  tunnels: ['udp', 'ip'],
  http: ['3', '2', '1.1'],
  framing: () => BARE,
}
