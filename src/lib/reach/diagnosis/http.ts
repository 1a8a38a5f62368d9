/** What missing SETTINGS, silence or a broken response mean for somebody who wants a tunnel. */
import type {HttpVersion} from '../../http/transport.js'
import type {Diagnosis} from '../../report/document.js'
import type {TunnelWords} from './tunnel-words.js'

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

/** @param resolves the flag with a name that the proxy has to resolve first, which may rightly take its time */
export function noResponse({waitedMs, isAlive, lossy}: Silence, resolves: string | undefined): Diagnosis {
  if (isAlive === false) return fellSilent('after the request')
  return {
    code: 'no-response',
    meaning: isAlive
      ? `the proxy received the request but did not answer it within ${waitedMs / 1000} s`
      : `no answer to the request came within ${waitedMs / 1000} s, and HTTP/1.1 has no way to ask whether the proxy lives`,
    fault: isAlive && waitedMs >= PATIENCE_MS && resolves === undefined && !lossy ? 'proxy' : 'unknown',
    next:
      resolves === undefined
        ? 'look into the log of the proxy for this moment'
        : `it may be waiting for its resolver: try an address as ${resolves}, or more time with -w`,
  }
}

/** It never got the request: nothing could be sent. */
export function noStream({waitedMs, isAlive, lossy}: Silence, http: HttpVersion): Diagnosis {
  if (isAlive === false) return fellSilent('after its SETTINGS')
  return {
    code: 'no-stream',
    meaning: `the proxy gave us no stream for a request, or no credit on it, within ${waitedMs / 1000} s (${http === '2' ? 'RFC 9113 section 5.1.2' : 'RFC 9000 section 4'})`,
    fault: waitedMs >= PATIENCE_MS && !lossy ? 'proxy' : 'unknown',
    next: `look at ${http === '2' ? 'MAX_CONCURRENT_STREAMS' : 'initial_max_streams_bidi and initial_max_stream_data_bidi_remote'} of the proxy (-v), and at how busy it is`,
  }
}

export function malformedSuccess(problem: string, {response}: TunnelWords): Diagnosis {
  return {
    code: 'malformed-success',
    meaning: `the response says success but breaks the rules: ${problem}`,
    fault: 'proxy',
    next: `${response} makes clients treat it as a failure: fix the response`,
  }
}
