/** What a failure of TCP, or of TLS over it, means for whoever is on the way to a proxy. Names and certificates have their own. */
import type {HttpVersion} from '../../http/transport.js'
import {quoted} from '../../http/quoted.js'
import type {TcpFailure} from '../../net/stream/tcp.js'
import type {TlsFailure} from '../../net/stream/tls.js'
import type {Diagnosis} from '../../report/document.js'
import {noSocket} from './path.js'
import {tlsRefusal} from './quic.js'
import {noProtocol} from './tls.js'

export function tcpFailed(address: string, failure: TcpFailure): Diagnosis {
  switch (failure.why) {
    case 'refused':
      return {
        code: 'tcp-refused',
        meaning: `nothing listens on TCP ${address}: the host refuses the connection`,
        fault: 'unknown',
        next: 'check the port, and that the proxy runs with HTTP/2 or HTTP/1.1 on it',
      }
    case 'silent':
      return tcpSilent(address)
    case 'reset':
      return {
        code: 'tcp-reset',
        meaning: `${address} accepted a TCP connection and cut it at once`,
        fault: 'unknown',
        next: 'a load balancer without a server behind it does so, and some firewalls: ask the operator',
      }
    case 'unreachable':
      return {
        code: 'tcp-unreachable',
        meaning: `there is no way to ${address} over TCP (${failure.errno})`,
        fault: 'network',
        next: 'check the address, routing from here, and the address family (-4, -6)',
      }
    case 'local':
      return noSocket(address, failure.errno)
  }
}

export function tcpSilent(address: string, afterMs?: number): Diagnosis {
  const within = afterMs === undefined ? '' : ` within ${afterMs / 1000} s`
  return {
    code: 'tcp-silent',
    meaning: `${address} does not answer over TCP${within}`,
    fault: 'unknown',
    next: 'check address and port, whether the host can be reached at all, and the firewalls on the way',
  }
}

export function tlsStalled(address: string, afterMs: number): Diagnosis {
  return {
    code: 'tls-stalled',
    meaning: `${address} took the TCP connection, but the TLS handshake did not come to an end within ${afterMs / 1000} s`,
    fault: 'unknown',
    next: 'check that the port speaks TLS (openssl s_client -connect HOST:PORT); something on the way may swallow large packets',
  }
}

/** But for certificates, which have their own phase. */
export function tlsFailed(
  address: string,
  http: HttpVersion,
  failure: Exclude<TlsFailure, {why: 'certificate'}>,
): Diagnosis {
  switch (failure.why) {
    case 'alert':
      return tlsRefusal(failure.name)
    case 'no-protocol':
      return noProtocol(http)
    case 'not-tls':
      return notTls(address, failure.head)
    case 'broken':
      return {
        code: 'tls-broken',
        meaning: `TLS with ${address} came to nothing: ${quoted(failure.detail)}`,
        fault: 'unknown',
        next: 'compare with openssl s_client -connect HOST:PORT; TLS 1.2 or later is needed',
      }
    case 'reset':
    case 'closed':
      return {
        code: 'tls-cut',
        meaning: `${address} ${failure.why === 'reset' ? 'cut' : 'ended'} the connection instead of finishing the TLS handshake`,
        fault: 'unknown',
        next: 'a server that does not know the name (--sni), a proxy of another protocol, or a filter on the way: look into its log',
      }
    case 'error':
      return {
        code: 'tls-cut',
        meaning: `the connection to ${address} broke during the TLS handshake (${failure.errno})`,
        fault: 'network',
        next: 'try again, and from another network',
      }
  }
}

function notTls(address: string, head: Uint8Array): Diagnosis {
  const text = new TextDecoder('latin1').decode(head)
  if (/^HTTP\/1\.\d /.test(text)) {
    return {
      code: 'plain-http',
      meaning: `${address} speaks HTTP in clear text, not TLS: it answered ${quoted(text.split('\r\n', 1)[0] ?? '')}`,
      fault: 'you',
      next: 'use the port that speaks TLS; for tunnels in clear text write a template that begins with http://',
    }
  }
  return {
    code: 'not-tls',
    meaning: `what answers on ${address} does not speak TLS: it began with ${quoted(text.slice(0, 40))}`,
    fault: 'you',
    next: 'check the port: another service is there',
  }
}
