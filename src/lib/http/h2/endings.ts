/** From what was seen of a connection or a stream of HTTP/2 to its ending. */
import type {StreamEnd} from '../../net/stream/stream-end.js'
import {H2, http2AccusesUs, http2Name} from '../../wire/error-codes.js'
import type {Ending} from '../ending.js'
import {endingOfStream} from '../stream-ending.js'
import type {Goaway} from './observer.js'

/** What is known of the end of a connection. */
export interface ConnectionSeen {
  /** Whose farewell came first; undefined: there was none. */
  readonly by: 'us' | 'peer' | undefined
  readonly goaway: Goaway | undefined
  /** Of ours, the first that accuses. */
  readonly ourGoaway: Goaway | undefined
  /** What the peer did that cannot be right, in words of ours. */
  readonly broken: string | undefined
  /** Why node:http2 gave the connection up. */
  readonly failure: SessionFailure | undefined
  readonly stream: StreamEnd
}

/** An error of node:http2: its own have a code, those of nghttp2 a number. */
export type SessionFailure = Error & {readonly code?: string; readonly errno?: number}

/** From numbers of nghttp2 to what they mean on the wire; of node:http2's own errors, those that are limits of ours. */
const NGHTTP2: ReadonlyMap<number | string | undefined, bigint> = new Map<number | string | undefined, bigint>([
  [-505, H2.PROTOCOL_ERROR],
  [-510, H2.STREAM_CLOSED],
  [-522, H2.FRAME_SIZE_ERROR],
  [-523, H2.COMPRESSION_ERROR],
  [-524, H2.FLOW_CONTROL_ERROR],
  [-531, H2.PROTOCOL_ERROR],
  [-532, H2.PROTOCOL_ERROR],
  [-536, H2.PROTOCOL_ERROR],
  [-903, H2.PROTOCOL_ERROR],
  // Floods, and header blocks in too many frames.
  [-904, H2.ENHANCE_YOUR_CALM],
  [-905, H2.ENHANCE_YOUR_CALM],
  [-906, H2.ENHANCE_YOUR_CALM],
  ['ERR_HTTP2_TOO_MANY_INVALID_FRAMES', H2.ENHANCE_YOUR_CALM],
  ['ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS', H2.ENHANCE_YOUR_CALM],
])

export function connectionEnding(seen: ConnectionSeen): Ending {
  const {by, goaway, ourGoaway, broken, failure} = seen
  const found = failure && (NGHTTP2.get(failure.errno) ?? NGHTTP2.get(failure.code))
  if (by === 'us' && ourGoaway) {
    // node:http2 before 24 says INTERNAL_ERROR for whatever nghttp2 found wrong: what that was is in the error. Later ones
    // say it on the wire, and PROTOCOL_ERROR in the error.
    const code = ourGoaway.code === H2.INTERNAL_ERROR ? found : undefined
    return breach(code ?? ourGoaway.code, broken ?? (ourGoaway.debug || failure?.message))
  }
  if (goaway) return farewell(goaway)
  if (failure) return breach(found ?? H2.INTERNAL_ERROR, broken ?? failure.message)
  return endingOfStream(seen.stream)
}

/** Somebody went too far: the peer, or our own limits. */
function breach(code: bigint, words = 'without saying why'): Ending {
  const detail = `we closed the connection: ${words}`
  const common = {by: 'us', scope: 'connection', code, codeName: http2Name(code), detail} as const
  if (code === H2.ENHANCE_YOUR_CALM) return {...common, how: 'over-limit'}
  return {...common, how: http2AccusesUs(code) ? 'protocol-error' : 'engine-failure'}
}

function farewell({code, debug}: Goaway): Ending {
  const codeName = http2Name(code)
  const detail = `the peer closed the connection with ${codeName}`
  const reason = debug && {reason: debug}
  return {by: 'peer', how: 'connection-closed', scope: 'connection', code, codeName, ...reason, detail}
}

export function resetEnding(code: bigint): Ending {
  const codeName = http2Name(code)
  const detail = `the peer reset the stream with ${codeName}`
  return {by: 'peer', how: 'reset', scope: 'tunnel', code, codeName, detail}
}

const WHY: ReadonlyMap<bigint, string> = new Map([
  [H2.FLOW_CONTROL_ERROR, 'it sent more than our window allows'],
  [H2.STREAM_CLOSED, 'it went on after it had ended the stream'],
])

/** node:http2 reset the stream, and we did not ask it to. */
export function refusedEnding(code: bigint, problem: string | undefined): Ending {
  const codeName = http2Name(code)
  const common = {by: 'us', scope: 'tunnel', code, codeName} as const
  const why = problem ?? WHY.get(code)
  const words = why === undefined ? '' : `: ${why}`
  if (code === H2.ENHANCE_YOUR_CALM) return {...common, how: 'over-limit', detail: `it is more than we take${words}`}
  return {...common, how: 'malformed', detail: `the peer's message is malformed${words}`}
}
