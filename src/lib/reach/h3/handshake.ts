/** From an address to a QUIC connection for HTTP/3: the phases udp, quic, certificate and alpn, whoever speaks then. */
import type {TlsFacts} from '../../report/document.js'
import type {RoadFacts} from '../connection.js'
import type {ConnectContext} from '../context.js'
import {handshakeFailed} from '../diagnosis/quic.js'
import {certificateFailure, noProtocol} from '../diagnosis/tls.js'
import {tellCertificate, tlsFacts} from '../tls-facts.js'
import {dial, type Dial, type Dialed} from './dial.js'
import {parameterFacts} from './facts.js'

const NO_APPLICATION_PROTOCOL = 0x178n

export interface Shaken<T> {
  readonly facts: RoadFacts
  /** undefined: the log says where it failed, and why. */
  readonly connected: Extract<Dialed<T>, {kind: 'connected'}> | undefined
}

/** Rejects only with the signal's reason. @throws SetupError */
export async function shakeHands<T>(
  address: string,
  context: ConnectContext,
  dialAs: Dial<T>,
  signal: AbortSignal,
): Promise<Shaken<T>> {
  const dialed = await dial(address, context, dialAs, signal)
  if (!dialed) return {facts: {}, connected: undefined}
  const {handshake} = dialed
  const tls = tlsFacts(handshake, context.reach)
  const facts = {transportParameters: parameterFacts(handshake), tls}
  if (dialed.kind === 'failed') {
    explainFailedHandshake(address, dialed, tls, context)
    return {facts, connected: undefined}
  }
  const {log} = context
  log.ok(`version 1, ${handshake.cipherSuite ?? 'unknown cipher'}, ${handshake.keyExchange ?? 'unknown exchange'}`)
  tellCertificate(tls, log)
  log.begin('alpn')
  log.ok(handshake.alpn ?? '')
  return {facts, connected: dialed}
}

function explainFailedHandshake(
  address: string,
  {end, handshake}: Extract<Dialed<unknown>, {kind: 'failed'}>,
  tls: TlsFacts,
  {log, reach}: ConnectContext,
): void {
  const verdict = handshake.chainVerdict ?? ''
  if (end.by === 'us' && verdict !== '' && reach.trust.trust !== 'anything') {
    log.ok('version 1')
    log.begin('certificate')
    log.fail(certificateFailure(verdict, tls.chain[0]))
  } else if (end.code === NO_APPLICATION_PROTOCOL) {
    log.ok('version 1')
    log.begin('alpn')
    log.fail(noProtocol('3'))
  } else {
    // Ended before a single datagram came back: the phase is still udp, and the engine's own timeout was the shorter.
    log.fail(handshakeFailed(address, end))
  }
}
