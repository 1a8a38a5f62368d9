/** What a failure on the way to the proxy means, whose it is, and what to do next: names, UDP, QUIC. */
import {constants} from 'node:os'
import type {ConnectionEnd, PathError} from '../../http/h3/facts.js'
import type {Lookup, TcpAnswer} from '../../net/net.js'
import type {Diagnosis} from '../../report/document.js'
import {quicName, tlsAlert} from '../../wire/error-codes.js'

export function nameFailure(host: string, failure: Extract<Lookup, {failure: unknown}>): Diagnosis {
  const around = '--resolve HOST:PORT:ADDRESS goes around the resolver'
  switch (failure.failure) {
    case 'no-such-name':
      return {
        code: 'no-such-name',
        meaning: `the name ${host} has no address`,
        fault: 'you',
        next: `check the spelling; ${around}`,
      }
    case 'temporary':
      return {
        code: 'resolver-silent',
        meaning: `the resolver gave no answer for ${host}`,
        fault: 'network',
        next: `check that this host can resolve names at all; ${around}`,
      }
    case 'failed':
      return {
        code: 'resolver-failed',
        meaning: `the resolver failed for ${host} (${failure.detail})`,
        fault: 'network',
        next: `check the resolver of this host; ${around}`,
      }
  }
}

export function noAddressOfFamily(host: string, family: 4 | 6): Diagnosis {
  return {
    code: 'no-address-of-family',
    meaning: `${host} has no IPv${family} address`,
    fault: 'you',
    next: `leave out -${family}`,
  }
}

/** Nothing came back, not even an error. TCP to the same port helps to tell why. */
export function udpSilent(address: string, tcp: TcpAnswer): Diagnosis {
  switch (tcp) {
    case 'open':
      return {
        code: 'udp-silent-tcp-open',
        meaning: `${address} answers over TCP but not over UDP: UDP is blocked on the way, or the server has no HTTP/3`,
        fault: 'unknown',
        next: 'try from another network; ask the operator whether HTTP/3 is on and UDP let through',
      }
    case 'refused':
      return {
        code: 'udp-silent-tcp-refused',
        meaning: `${address} is there (it refuses TCP) but silent over UDP: a firewall drops UDP, or the port is wrong`,
        fault: 'unknown',
        next: 'check the port, and the firewalls on both sides for UDP',
      }
    case 'silent':
      return {
        code: 'silent',
        meaning: `${address} answers neither over UDP nor over TCP`,
        fault: 'unknown',
        next: 'check address and port, and whether the host can be reached at all',
      }
  }
}

export function icmpAnswer(address: string, error: Pick<PathError, 'origin' | 'type' | 'code'>): Diagnosis {
  switch (icmpKind(error)) {
    case 'port':
      return {
        code: 'port-unreachable',
        meaning: `nothing listens on UDP ${address}: the host says port unreachable`,
        fault: 'proxy',
        next: 'check that the proxy is running with HTTP/3 on this port',
      }
    case 'prohibited':
      return {
        code: 'administratively-prohibited',
        meaning: `a firewall on the way to ${address} says that this traffic is prohibited`,
        fault: 'network',
        next: 'ask for UDP to be let through, or try from another network',
      }
    case 'unreachable':
      return {
        code: 'host-unreachable',
        meaning: `a router says that ${address} cannot be reached (ICMP type ${error.type} code ${error.code})`,
        fault: 'network',
        next: 'check the address, and routing from here',
      }
  }
}

/** RFC 792, RFC 1812 section 5.2.7.1; RFC 4443 section 3.1. */
function icmpKind({
  origin,
  type,
  code,
}: Pick<PathError, 'origin' | 'type' | 'code'>): 'port' | 'prohibited' | 'unreachable' {
  const ipv6 = origin === 3
  if (ipv6 ? type === 1 && code === 4 : type === 3 && code === 3) return 'port'
  if (ipv6 ? type === 1 && code === 1 : type === 3 && [9, 10, 13].includes(code)) return 'prohibited'
  return 'unreachable'
}

export function cannotSend(address: string, errno: number): Diagnosis {
  const name = Object.entries(constants.errno).find(([, number]) => number === errno)?.[0] ?? `errno ${errno}`
  const local = errno === constants.errno.EPERM || errno === constants.errno.EACCES
  return {
    code: 'cannot-send',
    meaning: `this host refuses to send UDP to ${address} (${name})`,
    fault: local ? 'you' : 'network',
    next: local ? 'check the firewall of this host' : 'check that there is a route, and the address family (-4, -6)',
  }
}

export function handshakeStalled(address: string): Diagnosis {
  return {
    code: 'handshake-stalled',
    meaning: `${address} answered, but the QUIC handshake did not come to an end`,
    fault: 'unknown',
    next: 'large datagrams may be lost on the way (path MTU below 1280); try again, and from another network',
  }
}

/** QUIC ended during the handshake, for other reasons than certificate and ALPN. */
export function handshakeFailed(address: string, end: ConnectionEnd): Diagnosis {
  if (end.how === 'version-negotiation') {
    return {
      code: 'quic-version',
      meaning: `${address} does not speak QUIC version 1`,
      fault: 'proxy',
      next: 'ask the operator to enable QUIC version 1 (RFC 9000)',
    }
  }
  if (end.how === 'timed-out') return handshakeStalled(address)
  if (end.how === 'engine-failure') return engineFailed(end)
  const code = end.code ?? 0n
  const alert = tlsAlert(code)
  if (end.by === 'peer' && alert !== undefined) return tlsRefusal(alert)
  if (end.by === 'peer') {
    return {
      code: 'quic-refused',
      meaning: `${address} refused the connection: ${quicName(code)}`,
      fault: 'proxy',
      next: 'look into the log of the proxy for this moment',
    }
  }
  return {
    code: 'quic-violation',
    meaning: `${address} broke the rules of QUIC or TLS: ${quicName(code)}${end.reason ? `, ${end.reason}` : ''}`,
    fault: 'proxy',
    next: 'this is a bug of the server: send its developers this result',
  }
}

export function engineFailed(end: Pick<ConnectionEnd, 'reason'>): Diagnosis {
  return {
    code: 'engine-failure',
    meaning: `the engine of masque failed: ${end.reason}`,
    fault: 'masque',
    next: 'please report it, with this result',
  }
}

function tlsRefusal(alert: string): Diagnosis {
  switch (alert) {
    case 'certificate_required':
      return {
        code: 'client-certificate-required',
        meaning: 'the proxy asks for a client certificate',
        fault: 'you',
        next: 'give one with --cert FILE --key FILE',
      }
    case 'unrecognized_name':
      return {
        code: 'unrecognized-name',
        meaning: 'the proxy does not know the name it was asked for (SNI)',
        fault: 'you',
        next: 'ask for another with --sni NAME',
      }
    default:
      return {
        code: 'tls-alert',
        meaning: `the proxy ended the handshake with the TLS alert ${alert}`,
        fault: 'unknown',
        next: 'look into the log of the proxy; with client certificates, check that it trusts yours',
      }
  }
}
