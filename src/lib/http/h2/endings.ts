/** From what was seen of a connection or a stream of HTTP/2 to its ending. */
import type {StreamEnd} from '../../net/stream/stream-end.js'
import {H2, http2Name} from '../../wire/error-codes.js'
import type {Ending} from '../ending.js'
import {endingOfStream} from '../stream-ending.js'
import type {Goaway} from './observer.js'

/** How a connection ended, with a GOAWAY of ours that accuses, or one of the peer's, or none. */
export interface ConnectionSeen {
  readonly by: 'us' | 'peer' | undefined
  readonly goaway: Goaway | undefined
  readonly ourGoaway: Goaway | undefined
  /** What the peer did that cannot be right, in words of ours. */
  readonly broken: string | undefined
  /** node:http2 gave the connection up without a GOAWAY, and says why. */
  readonly failure: string | undefined
  readonly stream: StreamEnd
}

export function connectionEnding(seen: ConnectionSeen): Ending {
  const {by, goaway, ourGoaway, broken, failure} = seen
  if (by === 'us' && ourGoaway) return breach(ourGoaway, broken)
  if (goaway) return farewell(goaway)
  if (failure !== undefined) return gaveUp(failure, broken)
  return endingOfStream(seen.stream)
}

function breach({code, debug}: Goaway, broken: string | undefined): Ending {
  const codeName = http2Name(code)
  // The words in our own GOAWAY are those of nghttp2.
  const words = broken ?? debug
  const detail = `we closed the connection with ${codeName}${words ? `: ${words}` : ''}`
  const common = {by: 'us', scope: 'connection', code, codeName, detail} as const
  if (code === H2.ENHANCE_YOUR_CALM) return {...common, how: 'over-limit'}
  return {...common, how: code === H2.INTERNAL_ERROR && broken === undefined ? 'engine-failure' : 'protocol-error'}
}

function farewell({code, debug}: Goaway): Ending {
  const codeName = http2Name(code)
  const detail = `the peer closed the connection with ${codeName}`
  return {
    by: 'peer',
    how: 'connection-closed',
    scope: 'connection',
    code,
    codeName,
    ...(debug && {reason: debug}),
    detail,
  }
}

/** Flooding and the like: limits of nghttp2 that nobody's rule forbids to pass. */
function gaveUp(failure: string, broken: string | undefined): Ending {
  const how = broken === undefined ? 'over-limit' : 'protocol-error'
  return {by: 'us', how, scope: 'connection', detail: `we gave up the connection: ${broken ?? failure}`}
}

export function resetEnding(code: bigint): Ending {
  const codeName = http2Name(code)
  const detail = `the peer reset the stream with ${codeName}`
  return {by: 'peer', how: 'reset', scope: 'tunnel', code, codeName, detail}
}

/** node:http2 reset the stream, and we did not ask it to. */
export function refusedEnding(code: bigint, problem: string | undefined): Ending {
  const codeName = http2Name(code)
  const common = {by: 'us', scope: 'tunnel', code, codeName} as const
  const words = problem === undefined ? '' : `: ${problem}`
  if (code === H2.ENHANCE_YOUR_CALM) return {...common, how: 'over-limit', detail: `it is more than we take${words}`}
  return {...common, how: 'malformed', detail: `the peer's message is malformed${words}`}
}
