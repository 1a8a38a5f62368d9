/** What it means when a connection or a request ended where something else was due, over each version of HTTP. */
import {inWords, type Ending} from '../../http/ending.js'
import type {HttpVersion} from '../../http/transport.js'
import type {Diagnosis} from '../../report/document.js'
import {H2, http3AccusesUs, quicAccusesUs} from '../../wire/error-codes.js'
import {noH2ExtendedConnect} from './h2.js'
import {tlsRefusal} from './quic.js'
import {noExtendedConnect} from './settings.js'

/** RFC 9113 section 7: sent for a breach of the rules. */
const HTTP2_ACCUSES: ReadonlySet<bigint> = new Set([
  H2.PROTOCOL_ERROR,
  H2.FLOW_CONTROL_ERROR,
  H2.STREAM_CLOSED,
  H2.FRAME_SIZE_ERROR,
  H2.COMPRESSION_ERROR,
])

export function endedInstead(ending: Ending, http: HttpVersion): Diagnosis {
  if (ending.alert !== undefined && ending.by === 'peer') return tlsRefusal(ending.alert)
  const words = inWords(ending)
  const special = http === '2' ? endedHttp2(ending, words) : undefined
  if (special) return special
  if (ending.by === 'peer' && accusesUs(ending, http)) {
    return findsFault(
      ending.how === 'reset' || ending.how === 'stopped' ? 'request-reset' : `ended-${ending.how}`,
      words,
    )
  }
  switch (ending.how) {
    case 'reset':
    case 'stopped':
      // Anybody on the way can reset TCP.
      if (ending.scope === 'connection') return cut(words)
      return {
        code: 'request-reset',
        meaning: `the proxy gave up the request: ${words}`,
        fault: 'proxy',
        next: 'look into the log of the proxy for this moment',
      }
    case 'malformed':
    case 'protocol-error':
      return {
        ...violation(ending, http, words),
        fault: 'proxy',
        next: 'this is a bug of the server: send its developers this result',
      }
    case 'over-limit':
      return {
        code: 'our-limit',
        meaning: `the proxy sent more than masque takes: ${words}`,
        fault: 'unknown',
        next: 'look at what the proxy sends; if it is right to send so much, tell us, with this result',
      }
    case 'not-offered':
      return http === '2' ? noH2ExtendedConnect([]) : noExtendedConnect([])
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
        fault: ending.by === 'peer' ? 'proxy' : 'unknown',
        next: 'look into the log of the proxy for this moment',
      }
  }
}

/** The code it gave says that we broke a rule. */
function accusesUs({code, inQuic}: Ending, http: HttpVersion): boolean {
  if (code === undefined) return false
  switch (http) {
    case '3':
      return inQuic ? quicAccusesUs(code) : http3AccusesUs(code)
    case '2':
      return HTTP2_ACCUSES.has(code)
    case '1.1':
      return false
  }
}

/** What only HTTP/2 says: RFC 9113 section 7. */
function endedHttp2({by, code}: Ending, words: string): Diagnosis | undefined {
  if (by !== 'peer') return undefined
  if (code === H2.HTTP_1_1_REQUIRED) {
    return {
      code: 'http11-required',
      meaning: `the server wants HTTP/1.1 for this: ${words}`,
      fault: 'unknown',
      next: 'use --http 1.1, if tunnels over HTTP/2 are not what it should offer',
    }
  }
  if (code === H2.ENHANCE_YOUR_CALM) {
    return {
      code: 'enhance-your-calm',
      meaning: `the proxy finds that we ask too much of it: ${words}`,
      fault: 'unknown',
      next: 'wait, then try again; look at the limits of the proxy, and at what else uses it',
    }
  }
  return undefined
}

function violation({inQuic}: Ending, http: HttpVersion, words: string): Pick<Diagnosis, 'code' | 'meaning'> {
  if (inQuic) return {code: 'quic-violation', meaning: `the proxy broke the rules of QUIC: ${words}`}
  switch (http) {
    case '3':
      return {code: 'http3-violation', meaning: `the proxy broke the rules of HTTP/3: ${words}`}
    case '2':
      return {code: 'http2-violation', meaning: `the proxy broke the rules of HTTP/2: ${words}`}
    case '1.1':
      return {code: 'http11-violation', meaning: `the proxy broke the rules of HTTP/1.1: ${words}`}
  }
}

function cut(words: string): Diagnosis {
  return {
    code: 'connection-cut',
    meaning: `it ended instead: ${words}`,
    fault: 'unknown',
    next: 'the proxy or something on the way cut it: look into its log, and capture on both sides (tcpdump)',
  }
}

/** By the code it gave, something of ours broke a rule: who is right cannot be told from here. */
function findsFault(code: string, words: string): Diagnosis {
  return {
    code,
    meaning: `the proxy gave up, as it found fault with what we sent: ${words}`,
    fault: 'unknown',
    next: 'compare what was sent (-vv) with what it expects, and look into its log; if the fault is ours, tell us',
  }
}
