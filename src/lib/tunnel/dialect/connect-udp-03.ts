/**
 * CONNECT-UDP as a method of its own (draft-ietf-masque-connect-udp-03, January 2021): the authority is the target, and
 * the stream carries what later became DATAGRAM capsules, without a Context ID. Its DATAGRAM frames are left out: they
 * need flow identifiers, and the stream may always be used (section 5 there).
 */
import type {TunnelRequest} from '../../http/transport.js'
import {formatTarget, parseTarget, TargetError, type Target} from '../target.js'
import type {TemplateVariables} from '../template.js'
import type {Dialect} from './dialect.js'
import {BARE} from './no-context-id.js'

const METHOD = 'CONNECT-UDP'

export const connectUdp03: Dialect = {
  name: 'connect-udp-03',
  summary: 'the method CONNECT-UDP of draft-ietf-masque-connect-udp-03; datagrams on the stream, no Context ID',
  tunnels: ['udp'],
  http: ['3', '2'],
  h3: {announces: [], datagrams: [], asksAnyway: true},
  ask: (request, {target}) => (target === undefined ? request : method(request, target)),
  understand(request, {authority, udpPath}) {
    const variables = request.method === METHOD && udpPath ? variablesOf(request.authority) : undefined
    if (!variables || !udpPath) return undefined
    const path = udpPath(variables)
    return {...request, method: 'CONNECT', protocol: 'connect-udp', scheme: 'https', authority, path}
  },
  framing: () => ({...BARE, onStream: true}),
}

function method(request: TunnelRequest, target: Target): TunnelRequest {
  return {
    ...request,
    method: METHOD,
    protocol: undefined,
    scheme: 'masque',
    authority: formatTarget(target),
    path: '/',
    // It is older than the Capsule Protocol.
    headers: request.headers.filter(([name]) => name.toLowerCase() !== 'capsule-protocol'),
    datagrams: 'capsules',
  }
}

function variablesOf(authority: string): TemplateVariables | undefined {
  try {
    const {host, port} = parseTarget(authority)
    return {target_host: host, target_port: String(port)}
  } catch (error) {
    if (error instanceof TargetError) return undefined
    throw error
  }
}
