/** From an address to a stream of bytes, over TCP and TLS, step by step, so that a failure can be placed. */
import type {Clock} from '../../spec/clock.js'
import type {ByteStream, StreamEvent} from './byte-stream.js'
import {connectTcp, type TcpConnect, type TcpFailure} from './tcp.js'
import {startTls, type TlsEvents, type TlsFailure, type TlsOptions} from './tls.js'
import type {TlsHandshake} from './tls-facts.js'

export interface StreamDialOptions {
  /** IP and port. */
  readonly remote: string
  /** Our address; by default any. */
  readonly local?: string
  /** Absent: in clear text. */
  readonly tls?: TlsOptions
  readonly clock: Clock
  /** The network, if it is not this host's. */
  readonly connect?: TcpConnect
}

export interface StreamDialEvents extends TlsEvents {
  /** TCP is there, from this address; TLS may follow. */
  onConnected?(local: string): void
  /** What crosses on TCP: with TLS, its records. */
  onWire?(event: StreamEvent): void
}

export type StreamDialed =
  | {
      readonly kind: 'connected'
      readonly stream: ByteStream
      readonly localAddress: string
      readonly tls?: TlsHandshake
    }
  | {readonly kind: 'failed'; readonly stage: 'tcp'; readonly failure: TcpFailure}
  | {
      readonly kind: 'failed'
      readonly stage: 'tls'
      readonly failure: TlsFailure
      readonly localAddress: string
      /** What is known of the handshake, the refused certificate above all. */
      readonly tls?: TlsHandshake
    }

/**
 * Rejects only with the signal's reason; what was opened is closed again then.
 * @throws NetError ERR_CONFIG if the options make no sense
 */
export async function dialStream(
  {remote, local, tls, clock, connect = connectTcp}: StreamDialOptions,
  events: StreamDialEvents,
  signal: AbortSignal,
): Promise<StreamDialed> {
  const nowNs = (): bigint => clock.nowNs()
  const plain = tls ? undefined : events.onPlain?.bind(events)
  const onEvent = (event: StreamEvent): void => {
    events.onWire?.(event)
    plain?.(event)
  }
  const tcp = await connect({remote, local, nowNs, onEvent}, signal)
  if ('failure' in tcp) return {kind: 'failed', stage: 'tcp', failure: tcp.failure}
  const {stream, localAddress} = tcp
  events.onConnected?.(localAddress)
  if (!tls) return {kind: 'connected', stream, localAddress}
  const started = await startTls(stream, tls, events, nowNs, signal)
  if (!('failure' in started)) {
    return {kind: 'connected', stream: started.stream, localAddress, tls: started.handshake}
  }
  const {failure, handshake} = started
  return {kind: 'failed', stage: 'tls', failure, localAddress, ...(handshake && {tls: handshake})}
}
