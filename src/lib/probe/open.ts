/** The UDP tunnel of a probe, and what is remarkable about an answer that is good. */
import type {Transport} from '../http/transport.js'
import {isIp} from '../net/address.js'
import {ask, type AskContext, type Asked} from '../reach/ask.js'
import type {OuterConnection} from '../reach/connection.js'
import {
  openUdp,
  saysCapsuleProtocol,
  udpRequestLine,
  type UdpOpened,
  type UdpRequest,
  type UdpTunnel,
} from '../tunnel/connect-udp.js'

/** @param transport that of the connection, seen through */
export function openTunnel(
  transport: Transport,
  request: UdpRequest,
  context: AskContext,
  signal: AbortSignal,
): Promise<Asked<UdpOpened>> {
  const question = {
    tunnel: 'udp' as const,
    line: udpRequestLine(request, transport.http),
    headers: request.headers,
    needsName: !isIp(request.target.host),
    open: (at: AbortSignal) => openUdp(transport, request, at),
  }
  return ask(question, context, signal)
}

/** What an implementer would want to be told although the tunnel works. */
export function remarks(connection: OuterConnection, udp: UdpTunnel): string[] {
  const lacking = 'the response lacks Capsule-Protocol: ?1, which endpoints should send (RFC 9297 section 3.4)'
  return [...(saysCapsuleProtocol(udp.tunnel) ? [] : [lacking]), ...connection.remarks]
}
