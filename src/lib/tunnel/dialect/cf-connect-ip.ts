/**
 * CONNECT-IP as Cloudflare's WARP speaks it: an upgrade token of its own, and over HTTP/2 a classic CONNECT with a
 * header instead, whose capsules have no Context ID. As open clients of that service do it; nobody has specified it.
 */
import type {HeaderList, TunnelRequest} from '../../http/transport.js'
import type {Dialect} from './dialect.js'
import {BARE} from './no-context-id.js'

const TOKEN = 'cf-connect-ip'
const HEADER = 'cf-connect-proto'
const H3_DATAGRAM_00 = 0x276n

export const cfConnectIp: Dialect = {
  name: 'cf-connect-ip',
  summary: 'Cloudflare WARP: another upgrade token; over HTTP/2 a header and no Context ID',
  tunnels: ['ip'],
  http: ['3', '2'],
  // A classic CONNECT has no path.
  unscoped: ['2'],
  h3: {announces: [{id: H3_DATAGRAM_00, value: 1n}], datagrams: [H3_DATAGRAM_00], asksAnyway: true},
  ask: (request, {http}) => (http === '3' ? {...request, protocol: TOKEN} : classic(request)),
  understand(request, {http, authority, ipPath}) {
    if (http === '3') return request.protocol === TOKEN ? {...request, protocol: 'connect-ip'} : undefined
    const isIt = request.method === 'CONNECT' && request.protocol === undefined && header(request.headers) === TOKEN
    if (!isIt || ipPath === undefined) return undefined
    return {...request, protocol: 'connect-ip', scheme: 'https', authority, path: ipPath}
  },
  framing: http => (http === '3' ? {...BARE, contextIds: true} : BARE),
}

function classic(request: TunnelRequest): TunnelRequest {
  return {
    ...request,
    protocol: undefined,
    scheme: '',
    path: '',
    headers: [[HEADER, TOKEN], ...request.headers],
  }
}

function header(headers: HeaderList): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === HEADER)?.[1]
}
