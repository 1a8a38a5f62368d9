/** Both sides of a dialect: asking for a tunnel in it, and understanding one who does. */
import type {HttpVersion, IncomingRequest, Opened, Transport, TunnelRequest} from '../../http/transport.js'
import type {Target} from '../target.js'
import type {Dialect, Understanding} from './dialect.js'
import {RetoldTunnel} from './retold.js'

/** As `transport.open`, in the dialect. */
export async function openIn(
  dialect: Dialect | undefined,
  transport: Transport,
  request: TunnelRequest,
  target: Target | undefined,
  signal: AbortSignal,
): Promise<Opened> {
  const {http} = transport
  const opened = await transport.open(dialect?.ask?.(request, {http, target}) ?? request, signal)
  if (opened.kind !== 'tunnel' || !dialect?.framing) return opened
  return {...opened, tunnel: new RetoldTunnel(opened.tunnel, dialect.framing(http))}
}

/** For people. What has no path of its own is told by its authority. */
export function requestLine(
  dialect: Dialect | undefined,
  http: HttpVersion,
  request: TunnelRequest,
  target: Target | undefined,
): string {
  const {method, path, authority} = dialect?.ask?.(request, {http, target}) ?? request
  return `${http === '1.1' ? 'GET' : method} ${path.length > 1 ? path : authority}`
}

/** The request in the terms of the RFCs; itself if it is not one of this dialect. */
export function understood(
  dialect: Dialect,
  incoming: IncomingRequest,
  about: Omit<Understanding, 'http'>,
): IncomingRequest {
  const {http} = incoming
  if (!dialect.http.includes(http)) return incoming
  const request = dialect.understand
    ? dialect.understand(incoming.request, {http, ...about})
    : dialect.framing && incoming.request
  if (!request) return incoming
  const framing = dialect.framing?.(http)
  return {
    request,
    http,
    from: incoming.from,
    ended: incoming.ended,
    accept: response => {
      const tunnel = incoming.accept(response)
      return framing ? new RetoldTunnel(tunnel, framing) : tunnel
    },
    refuse: (response, content) => incoming.refuse(response, content),
    abort: reason => {
      incoming.abort(reason)
    },
  }
}
