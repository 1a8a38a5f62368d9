/** What missing SETTINGS, a reset or a broken response mean for somebody who wants a UDP tunnel. */
import {inWords, type Ending} from '../../http/ending.js'
import type {Diagnosis} from '../../report/document.js'
import {http3AccusesUs, quicAccusesUs} from '../../wire/error-codes.js'
import {tlsRefusal} from './quic.js'
import {noExtendedConnect} from './settings.js'

/** Silence of less than this is anybody's, a busy machine's as well. */
const PATIENCE_MS = 3000

/** What is known of a wait that was in vain. */
export interface Silence {
  readonly waitedMs: number
  /** It acknowledged a PING meanwhile: it lives, and hears us. undefined: this version has no way to ask. */
  readonly isAlive: boolean | undefined
  /** Packets of ours were lost on the way. */
  readonly lossy: boolean
}

export function noSettings({waitedMs, isAlive, lossy}: Silence): Diagnosis {
  if (isAlive === false) return fellSilent('after the handshake')
  return {
    code: 'no-settings',
    meaning: `the server finished the handshake but sent no SETTINGS within ${waitedMs / 1000} s, though they must be its first frame (RFC 9114 section 6.2.1)`,
    fault: waitedMs >= PATIENCE_MS && !lossy ? 'proxy' : 'unknown',
    next: 'look whether the server opens its control stream',
  }
}

function fellSilent(when: string): Diagnosis {
  return {
    code: 'fell-silent',
    meaning: `nothing more came from the proxy ${when}, not even acknowledgements: it died, or the way to it did`,
    fault: 'unknown',
    next: 'try again; if it stays so, capture on both sides (tcpdump) and compare',
  }
}

/** @param needsName the proxy has to resolve a name first, which may rightly take its time */
export function noResponse({waitedMs, isAlive, lossy}: Silence, needsName: boolean): Diagnosis {
  if (isAlive === false) return fellSilent('after the request')
  return {
    code: 'no-response',
    meaning: isAlive
      ? `the proxy received the request but did not answer it within ${waitedMs / 1000} s`
      : `no answer to the request came within ${waitedMs / 1000} s, and HTTP/1.1 has no way to ask whether the proxy lives`,
    fault: isAlive && waitedMs >= PATIENCE_MS && !needsName && !lossy ? 'proxy' : 'unknown',
    next: needsName
      ? 'it may be waiting for its resolver: try an address as --target, or more time with -w'
      : 'look into the log of the proxy for this moment',
  }
}

/** It never got the request: nothing could be sent. */
export function noStream({waitedMs, isAlive, lossy}: Silence): Diagnosis {
  if (isAlive === false) return fellSilent('after its SETTINGS')
  return {
    code: 'no-stream',
    meaning: `the proxy gave us no stream for a request, or no credit on it, within ${waitedMs / 1000} s (RFC 9000 section 4)`,
    fault: waitedMs >= PATIENCE_MS && !lossy ? 'proxy' : 'unknown',
    next: 'look at initial_max_streams_bidi and initial_max_stream_data_bidi_remote of the proxy (-v), and at how busy it is',
  }
}

/** The connection or the stream ended where something else was due. */
export function endedInstead(ending: Ending): Diagnosis {
  if (ending.alert !== undefined && ending.by === 'peer') return tlsRefusal(ending.alert)
  const words = inWords(ending)
  const {by, code} = ending
  if (by === 'peer' && code !== undefined && (ending.inQuic ? quicAccusesUs(code) : http3AccusesUs(code))) {
    return findsFault(
      ending.how === 'reset' || ending.how === 'stopped' ? 'request-reset' : `ended-${ending.how}`,
      words,
    )
  }
  switch (ending.how) {
    case 'reset':
    case 'stopped':
      return {
        code: 'request-reset',
        meaning: `the proxy gave up the request: ${words}`,
        fault: 'proxy',
        next: 'look into the log of the proxy for this moment',
      }
    case 'malformed':
    case 'protocol-error':
      return {
        code: ending.inQuic ? 'quic-violation' : 'http3-violation',
        meaning: `the proxy broke the rules of ${ending.inQuic ? 'QUIC' : 'HTTP/3'}: ${words}`,
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
      return noExtendedConnect([])
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

/** By the code it gave, something of ours broke a rule: who is right cannot be told from here. */
function findsFault(code: string, words: string): Diagnosis {
  return {
    code,
    meaning: `the proxy gave up, as it found fault with what we sent: ${words}`,
    fault: 'unknown',
    next: 'compare what was sent (-vv) with what it expects, and look into its log; if the fault is ours, tell us',
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
