/** From an address to an open connection, over the version of HTTP that is asked for. */
import type {HttpVersion} from '../http/transport.js'
import type {OuterConnection, RoadFacts} from './connection.js'
import type {ConnectContext} from './context.js'
import {connectH3} from './h3/connect.js'
import {SetupError} from './setup-error.js'

export type Connected =
  | {readonly kind: 'connected'; readonly connection: OuterConnection}
  /** The log says where and why. `reached`: that version of HTTP was, a tunnel is not offered. */
  | {readonly kind: 'failed'; readonly reached: boolean; readonly facts: RoadFacts}

/**
 * Rejects only with the signal's reason.
 * @throws SetupError
 */
export function connect(
  address: string,
  http: HttpVersion,
  context: ConnectContext,
  signal: AbortSignal,
): Promise<Connected> {
  switch (http) {
    case '3':
      return connectH3(address, context, signal)
    case '2':
    case '1.1':
      throw new SetupError(`HTTP/${http} is not spoken yet`, 'http-version', 'use HTTP/3')
  }
}
