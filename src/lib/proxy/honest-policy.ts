/** The policy of a proxy that does what RFC 9298 asks, point by point; RFC 9484 is in policy/ip.ts. */
import type {Head, IncomingRequest} from '../http/transport.js'
import {ourSettings} from '../http/h3/settings.js'
import type {Policy, RefusalReason} from '../spec/policy.js'
import {MAX_UDP_PAYLOAD} from '../wire/http-datagram.js'
import {honestIpPolicy} from './policy/ip.js'
import {proxyError, proxyStatus} from './proxy-status.js'
import type {AllowList} from './targets.js'

/** RFC 9298 section 3.1 says two minutes at least; twice that leaves no doubt. */
const IDLE_MS = 240_000

/** Errors after which a UDP socket is of no use any more. */
const UNUSABLE: ReadonlySet<string> = new Set(['EBADF', 'ENETDOWN', 'ENOTCONN', 'EPIPE', 'ENODEV', 'EADDRNOTAVAIL'])

/** @param allowedByIp of IP tunnels, if those may lead elsewhere */
export function honestPolicy(allowed: AllowList, allowedByIp = allowed): Policy {
  return {
    wire: {settings: ourSettings, datagrams: 'auto', retry: false},
    http: {
      admit: () => undefined,
      resolveFirst: true,
      success,
      refuse,
      onNoSocket: () => 'refuse',
      relaysRefused: false,
      takesContentFields: () => false,
    },
    tunnel: {
      onUnknownContext: () => 'drop',
      onOversizedPayload: () => 'abort',
      onTooLargeForFrame: () => 'drop',
      idleTimeoutMs: IDLE_MS,
      // A connected socket survives ICMP errors (RFC 4787 REQ-12): the tunnel stays open and still forwards.
      onIcmpError: () => 'ignore',
      onSocketUnusable: error => (UNUSABLE.has(error) ? 'close' : 'ignore'),
      onIdle: () => 'close',
      onClientFin: () => 'finish',
      greeting: [],
      downContext: 0n,
      contextOctets: width => width,
      onTruncatedContext: () => 'drop',
      maxPayloadBytes: MAX_UDP_PAYLOAD,
    },
    egress: {
      connectedSocket: true,
      acceptsFrom: (source, target) => source === target,
      dontFragment: 'on',
      tos: 0,
      ttl: undefined,
      mayReach: ip => allowed.permits(ip),
      receivers: 'own',
      localPort: () => 0,
      closesWithTunnel: true,
      maxSockets: undefined,
      maxUnanswered: undefined,
    },
    ip: honestIpPolicy(allowedByIp),
  }
}

/** RFC 9298 section 3.3 for HTTP/1.1, section 3.5 for the others. */
function success(destination: string | undefined, {http, request}: Pick<IncomingRequest, 'http' | 'request'>): Head {
  const common = [['capsule-protocol', '?1'], proxyStatus({'next-hop': destination})] as const
  if (http !== '1.1') return {status: 200, headers: common}
  return {status: 101, headers: [['connection', 'Upgrade'], ['upgrade', request.protocol ?? ''], ...common]}
}

/** Statuses as RFC 9209 section 2.3 recommends them. */
function refuse(reason: RefusalReason): Head {
  switch (reason.kind) {
    case 'not-found':
      return {status: 404, headers: []}
    case 'method-not-allowed':
      return {status: 405, headers: [['allow', 'CONNECT']]}
    case 'unknown-protocol':
      return {status: 501, headers: []}
    case 'misdirected':
      return {status: 421, headers: []}
    case 'bad-target':
    case 'content-fields':
      return {status: 400, headers: [proxyError('http_request_error', reason.detail)]}
    case 'dns':
      return reason.failure === 'temporary'
        ? {status: 504, headers: [proxyError('dns_timeout', reason.detail)]}
        : {status: 502, headers: [proxyError('dns_error', reason.detail, rcode(reason))]}
    case 'prohibited':
      return {status: 502, headers: [proxyError('destination_ip_prohibited')]}
    case 'unroutable':
      return {status: 502, headers: [proxyError('destination_ip_unroutable', reason.detail)]}
    case 'busy':
      return {status: 503, headers: [proxyError('connection_limit_reached', reason.detail)]}
  }
}

/** The resolver does not tell NXDOMAIN from "no address": RFC 8499 section 3 calls both a negative response. */
function rcode(reason: Extract<RefusalReason, {kind: 'dns'}>): Record<string, string> {
  return reason.failure === 'no-such-name' ? {rcode: 'Negative response'} : {}
}
