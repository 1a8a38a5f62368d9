/** From an address to an open connection, over the version of HTTP that is asked for. */
import type {HttpVersion} from '../http/transport.js'
import type {OuterConnection, RoadFacts} from './connection.js'
import type {ConnectContext} from './context.js'
import {connectH1} from './h1/connect.js'
import {connectH2} from './h2/connect.js'
import {connectH3} from './h3/connect.js'
import {connectThrough} from './via.js'

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
  const {via = []} = context.reach
  if (via.length > 0) return connectThrough(connect, via, {address, http}, context, signal)
  if (http === '3') return connectH3(address, context, signal)
  return http === '2' ? connectH2(address, context, signal) : connectH1(address, context, signal)
}
