/** What it means when the QUIC handshake does not come to its end: for other reasons than certificate and ALPN. */
import type {ConnectionEnd} from '../../http/h3/facts.js'
import type {Diagnosis} from '../../report/document.js'
import {quicAccusesNobody, quicAccusesUs, quicName, tlsAlert} from '../../wire/error-codes.js'
import {quoted} from '../../http/quoted.js'

export function handshakeStalled(address: string): Diagnosis {
  return {
    code: 'handshake-stalled',
    meaning: `${address} answered, but the QUIC handshake did not come to an end`,
    fault: 'unknown',
    next: 'large datagrams may be lost on the way (path MTU below 1280); try again, and from another network',
  }
}

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
    const said = end.reason ? `; it said: ${quoted(end.reason)}` : ''
    return {
      code: 'quic-refused',
      meaning: `${address} refused the connection: ${quicName(code)}${said}`,
      // Some of the codes say that the mistake was ours: who is right cannot be told from here.
      fault: quicAccusesUs(code) ? 'unknown' : 'proxy',
      next: 'look into the log of the proxy for this moment',
    }
  }
  if (quicAccusesNobody(code)) {
    return {
      code: 'our-limit',
      meaning: `we gave up the handshake with ${address}: ${quicName(code)}${end.reason ? `, ${end.reason}` : ''}`,
      fault: 'unknown',
      next: 'look at what the server sends, its certificates above all; if it is right to send so much, tell us',
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

/** In the handshake, or just after it: a TLS 1.3 client is done before its own certificate is judged. */
export function tlsRefusal(alert: string): Diagnosis {
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
