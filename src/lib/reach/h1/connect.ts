/** From an address to HTTP/1.1: TCP and TLS; nothing else is said before the request. */
import type {Ending} from '../../http/ending.js'
import {H1Transport} from '../../http/h1/client.js'
import type {ByteStream} from '../../net/stream/byte-stream.js'
import type {Connected} from '../connect.js'
import type {ConnectContext} from '../context.js'
import {PhaseLog} from '../phases.js'
import {dialTcp} from '../tcp/dial.js'
import {H1OuterConnection} from './connection.js'

/** @throws SetupError */
export async function connectH1(address: string, context: ConnectContext, signal: AbortSignal): Promise<Connected> {
  const dialed = await dialTcp(address, '1.1', context, signal)
  if (dialed.kind === 'failed') return {kind: 'failed', reached: false, facts: dialed.facts}
  const {stream, facts} = dialed
  const {clock} = context.platform
  const transport = new H1Transport({clock, first: stream, dial: at => another(address, context, at)})
  return {kind: 'connected', connection: new H1OuterConnection(address, transport, facts)}
}

/** For one more tunnel, with phases that nobody reads. */
async function another(address: string, context: ConnectContext, signal: AbortSignal): Promise<ByteStream | Ending> {
  const log = new PhaseLog(context.platform.clock, 0, {onBegin: () => undefined, onPhase: () => undefined})
  const dialed = await dialTcp(address, '1.1', {...context, log}, signal)
  if (dialed.kind === 'connected') return dialed.stream
  const why = log.phases.find(({diagnosis}) => diagnosis)?.diagnosis?.meaning ?? 'it failed'
  const detail = `there was no further connection: ${why}`
  return {by: 'network', how: 'connection-closed', scope: 'connection', detail}
}
