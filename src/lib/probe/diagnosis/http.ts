/** What a missing setting, a reset or a broken response means for somebody who wants a UDP tunnel. */
import type {Ending} from '../../http/ending.js'
import type {Diagnosis} from '../../report/document.js'
import {H3} from '../../wire/error-codes.js'

export function noSettings(): Diagnosis {
  return {
    code: 'no-settings',
    meaning:
      'the server finished the handshake but sent no SETTINGS, which must be its first frame (RFC 9114 section 6.2.1)',
    fault: 'proxy',
    next: 'look whether the server opens its control stream',
  }
}

export function noExtendedConnect(): Diagnosis {
  return {
    code: 'no-extended-connect',
    meaning: 'the server does not announce ENABLE_CONNECT_PROTOCOL (RFC 9220), so it offers no tunnels over HTTP/3',
    fault: 'proxy',
    next: 'check that this is the proxy and not another web server; if it is, switch on extended CONNECT',
  }
}

export function noResponse(): Diagnosis {
  return {
    code: 'no-response',
    meaning: 'the request was sent, but no response came',
    fault: 'proxy',
    next: 'a name that takes long to resolve could be the cause: try an address as --target, and look into the log of the proxy',
  }
}

/** The connection or the stream ended where something else was due. */
export function endedInstead(ending: Ending): Diagnosis {
  const words = ending.reason ? `${ending.detail}; it said: ${ending.reason}` : ending.detail
  switch (ending.how) {
    case 'reset':
    case 'stopped':
      return {
        code: 'request-reset',
        meaning: `the proxy gave up the request: ${words}`,
        fault: 'proxy',
        next:
          ending.code === H3.MESSAGE_ERROR
            ? 'H3_MESSAGE_ERROR means that it found the request malformed: compare what was sent (-v) with what it expects'
            : 'look into the log of the proxy for this moment',
      }
    case 'malformed':
    case 'protocol-error':
      return {
        code: 'http3-violation',
        meaning: `the proxy broke the rules of HTTP/3: ${words}`,
        fault: 'proxy',
        next: 'this is a bug of the server: send its developers this result',
      }
    case 'not-offered':
      return noExtendedConnect()
    case 'engine-failure':
      return {
        code: 'engine-failure',
        meaning: ending.detail,
        fault: 'masque',
        next: 'please report it, with this result',
      }
    case 'finished':
    case 'aborted':
    case 'connection-closed':
    case 'going-away':
    case 'stateless-reset':
    case 'timed-out':
    case 'version-negotiation':
      return {
        code: `ended-${ending.how}`,
        meaning: `it ended instead: ${words}`,
        fault: ending.by === 'network' ? 'network' : 'proxy',
        next: 'look into the log of the proxy for this moment',
      }
  }
}

export function malformedSuccess(problem: string): Diagnosis {
  return {
    code: 'malformed-success',
    meaning: `the response says success but breaks the rules: ${problem}`,
    fault: 'proxy',
    next: 'RFC 9298 section 3.5 makes clients treat it as a failure: fix the response',
  }
}
