/** The client's side of CONNECT-IP (RFC 9484 section 4): the request, and what makes a response a success. */
import type {Ending} from '../http/ending.js'
import type {DatagramMode, Head, HeaderList, HttpVersion, Refusal, Transport, TunnelRequest} from '../http/transport.js'
import {successProblem} from './connect-udp.js'
import type {Dialect} from './dialect/dialect.js'
import {openIn, requestLine} from './dialect/speak.js'
import type {IpTemplate} from './ip-template.js'
import {IpTunnel, type IpObserver, type OnBreach} from './ip-tunnel.js'

export {IpTunnel, type IpObserver, type OnBreach} from './ip-tunnel.js'

export const IP_UPGRADE_TOKEN = 'connect-ip'

export interface IpRequest {
  readonly template: IpTemplate
  /** What the tunnel is for; by default anything. */
  readonly scope?: {readonly target?: string; readonly ipproto?: number}
  /** How `*` is written into the path. */
  readonly wildcard?: 'encoded' | 'literal'
  readonly headers?: HeaderList
  readonly datagrams?: DatagramMode
  readonly onBreach?: OnBreach
  /** From the first octet behind the response on. */
  readonly observer?: IpObserver
  /** In place of what the template gives. */
  readonly path?: string
  /** Known deviations to speak. */
  readonly dialect?: Dialect | undefined
}

export type IpOpened =
  | {readonly kind: 'tunnel'; readonly ip: IpTunnel; readonly response: Head}
  | {readonly kind: 'refused'; readonly refusal: Refusal}
  /** A success status on a response that the rules make a failure; the request was aborted. */
  | {readonly kind: 'malformed'; readonly response: Head; readonly problem: string}
  | {readonly kind: 'failed'; readonly ending: Ending}

/**
 * Rejects only with the signal's reason.
 * @throws TemplateError, if the template has no place for the scope
 */
export async function openIp(transport: Transport, request: IpRequest, signal: AbortSignal): Promise<IpOpened> {
  const asked = ipTunnelRequest(request)
  const opened = await openIn(request.dialect, transport, asked, undefined, signal)
  if (opened.kind !== 'tunnel') return opened
  const {tunnel} = opened
  const problem = successProblem(tunnel)
  if (problem === undefined) {
    const ip = new IpTunnel(tunnel, request.onBreach, request.observer)
    return {kind: 'tunnel', ip, response: tunnel}
  }
  tunnel.abort('message-error')
  return {kind: 'malformed', response: {status: tunnel.status, headers: tunnel.headers}, problem}
}

/** @throws TemplateError, if the template has no place for the scope */
function ipTunnelRequest(request: IpRequest): TunnelRequest {
  return {
    method: 'CONNECT',
    protocol: IP_UPGRADE_TOKEN,
    scheme: request.template.scheme,
    authority: request.template.authority,
    path: request.path ?? ipRequestPath(request),
    headers: [['capsule-protocol', '?1'] as const, ...(request.headers ?? [])],
    ...(request.datagrams && {datagrams: request.datagrams}),
  }
}

/** What is asked for, in a line, as it will be on the wire. @throws TemplateError as openIp does */
export function ipRequestLine(request: IpRequest, http: HttpVersion): string {
  return requestLine(request.dialect, http, ipTunnelRequest(request), undefined)
}

/** @throws TemplateError, if the template has no place for the scope */
export function ipRequestPath({template, scope, wildcard}: Pick<IpRequest, 'template' | 'scope' | 'wildcard'>): string {
  const ipproto = scope?.ipproto === undefined ? undefined : String(scope.ipproto)
  return template.expand({target: scope?.target, ipproto}, wildcard)
}
