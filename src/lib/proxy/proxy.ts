/** The reference proxy: takes requests from any Listener and does what the policy says. */
import {X509Certificate} from 'node:crypto'
import type {HeaderList, IncomingRequest, Listener, TunnelRequest} from '../http/transport.js'
import {isIp} from '../net/address.js'
import {IP_UPGRADE_TOKEN} from '../tunnel/connect-ip.js'
import {UPGRADE_TOKEN} from '../tunnel/connect-udp.js'
import type {IpTemplate} from '../tunnel/ip-template.js'
import type {UdpTemplate} from '../tunnel/template.js'
import {serveConnectIp} from './connect-ip.js'
import {relayRefused, serveConnectUdp, type ProxyContext} from './connect-udp.js'
import {hesitate} from './hesitate.js'
import type {IpService} from './ip/service.js'
import {TargetSockets} from './target-sockets.js'

const CONTENT_FIELDS: ReadonlySet<string> = new Set(['content-length', 'content-type', 'transfer-encoding'])

export interface ProxyOptions extends ProxyContext {
  /** Requests of this form are served; scheme and authority of it do not count. */
  readonly template: UdpTemplate
  /** Names and addresses we answer to are those of this certificate (RFC 9110 section 7.4); undefined: any. */
  readonly certificatePem?: string
  /** CONNECT-IP, if it is offered. */
  readonly ip?: {readonly service: IpService; readonly template: IpTemplate} | undefined
  /** A line for each request when it is over. */
  readonly onLog?: (line: string) => void
}

/** Serves until the listener ends; resolves when every tunnel is over. */
export async function runProxy(listener: Listener, options: ProxyOptions): Promise<void> {
  const certificate = options.certificatePem === undefined ? undefined : new X509Certificate(options.certificatePem)
  const running = new Set<Promise<void>>()
  const sockets = new TargetSockets(options.net, options.policy)
  for await (const incoming of listener.incoming) {
    const work = answer(understood(incoming, options), {...options, sockets}, certificate)
      .catch((error: unknown) => {
        // Our own mistake must not take the other tunnels down.
        incoming.abort('internal-error')
        return `failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
      })
      .then(outcome => {
        running.delete(work)
        options.onLog?.(`${incoming.from} ${incoming.request.method} ${incoming.request.path} ${outcome}`)
      })
    running.add(work)
  }
  await Promise.all(running)
  sockets.closeAll()
}

/** In the terms of the RFCs, whatever the client speaks. */
function understood(incoming: IncomingRequest, {policy, template, ip}: ProxyOptions): IncomingRequest {
  const {authority} = template
  const served = {authority, udpPath: template.expand.bind(template), ipPath: ip?.template.expand({})}
  return policy.wire.understand?.(incoming, served) ?? incoming
}

async function answer(
  incoming: IncomingRequest,
  options: ProxyOptions & {readonly sockets: TargetSockets},
  certificate: X509Certificate | undefined,
): Promise<string> {
  const {request} = incoming
  const {http} = options.policy
  const looksMs = http.looksMs?.(request) ?? 0
  if (looksMs > 0) await hesitate(incoming, options.clock, looksMs)
  const early = http.admit(request, incoming)
  if (early) {
    await incoming.refuse(early)
    return `refused: ${early.status}`
  }
  const refuse = async (
    kind: 'not-found' | 'method-not-allowed' | 'unknown-protocol' | 'misdirected',
  ): Promise<string> => {
    const relayed = http.relaysRefused ? options.template.match(request.path) : undefined
    if (relayed) return relayRefused(incoming, relayed, http.refuse({kind}), options)
    await incoming.refuse(http.refuse({kind}))
    return `refused: ${kind}`
  }
  if (request.protocol === undefined) return refuse(request.method === 'CONNECT' ? 'method-not-allowed' : 'not-found')
  const ip = request.protocol === IP_UPGRADE_TOKEN ? options.ip : undefined
  if (request.protocol !== UPGRADE_TOKEN && !ip) return refuse('unknown-protocol')
  const content = contentFields(request)
  if (content.length > 0 && !http.takesContentFields(content)) {
    const detail = `${content.map(([name]) => name.toLowerCase()).join(', ')} on a request for a tunnel`
    await incoming.refuse(http.refuse({kind: 'content-fields', detail}))
    return 'refused: content-fields'
  }
  if (certificate && !covers(certificate, request.authority)) return refuse('misdirected')
  if (ip) {
    const variables = ip.template.match(request.path)
    return variables ? serveConnectIp(incoming, variables, options.policy, ip.service) : refuse('not-found')
  }
  const variables = options.template.match(request.path)
  if (!variables) return refuse('not-found')
  return serveConnectUdp(incoming, variables, options)
}

function covers(certificate: X509Certificate, authority: string): boolean {
  const host = /^\[([^\]]+)\]/.exec(authority)?.[1] ?? authority.replace(/:\d+$/, '')
  return isIp(host) ? certificate.checkIP(host) !== undefined : certificate.checkHost(host) !== undefined
}

/** They must not be on a request that uses the Capsule Protocol (RFC 9297 section 3.2). */
function contentFields({headers}: TunnelRequest): HeaderList {
  return headers.filter(([name]) => CONTENT_FIELDS.has(name.toLowerCase()))
}
