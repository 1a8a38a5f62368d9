/** What missing SETTINGS, a reset or a broken response mean for somebody who wants a UDP tunnel. */
import {inWords, type Ending} from '../../http/ending.js'
import type {Diagnosis} from '../../report/document.js'
import {H3} from '../../wire/error-codes.js'
import {tlsRefusal} from './quic.js'
import {noExtendedConnect} from './settings.js'

/** Silence of less than this is anybody's, a busy machine's as well. */
const PATIENCE_MS = 3000

/** What is known of a wait that was in vain. */
export interface Silence {
  readonly waitedMs: number
  /** It acknowledged a PING meanwhile: it lives, and hears us. */
  readonly isAlive: boolean
  /** Packets of ours were lost on the way. */
  readonly lossy: boolean
}

export function noSettings({waitedMs, isAlive, lossy}: Silence): Diagnosis {
  if (!isAlive) return fellSilent('after the handshake')
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
  if (!isAlive) return fellSilent('after the request')
  return {
    code: 'no-response',
    meaning: `the proxy received the request but did not answer it within ${waitedMs / 1000} s`,
    fault: waitedMs >= PATIENCE_MS && !needsName && !lossy ? 'proxy' : 'unknown',
    next: needsName
      ? 'it may be waiting for its resolver: try an address as --target, or more time with -w'
      : 'look into the log of the proxy for this moment',
  }
}

/** The connection or the stream ended where something else was due. */
export function endedInstead(ending: Ending): Diagnosis {
  if (ending.alert !== undefined && ending.by === 'peer') return tlsRefusal(ending.alert)
  const words = inWords(ending)
  switch (ending.how) {
    case 'reset':
    case 'stopped':
      return {
        code: 'request-reset',
        meaning: `the proxy gave up the request: ${words}`,
        fault: ending.code === H3.MESSAGE_ERROR ? 'unknown' : 'proxy',
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

export function malformedSuccess(problem: string): Diagnosis {
  return {
    code: 'malformed-success',
    meaning: `the response says success but breaks the rules: ${problem}`,
    fault: 'proxy',
    next: 'RFC 9298 section 3.5 makes clients treat it as a failure: fix the response',
  }
}
