/** From an address to bytes that HTTP/2 or HTTP/1.1 can be spoken over: the phases tcp, tls, certificate and alpn. */
import type {HttpVersion} from '../../http/transport.js'
import {NetError} from '../../net/net.js'
import type {ByteStream} from '../../net/stream/byte-stream.js'
import {dialStream, type StreamDialed, type StreamDialEvents} from '../../net/stream/dial.js'
import type {TlsOptions} from '../../net/stream/tls.js'
import {TimeoutError} from '../../spec/clock.js'
import type {RoadFacts} from '../connection.js'
import type {ConnectContext} from '../context.js'
import {bindOfOtherFamily} from '../diagnosis/path.js'
import {tcpFailed, tcpSilent, tlsFailed, tlsStalled} from '../diagnosis/tcp.js'
import {certificateFailure, noProtocol} from '../diagnosis/tls.js'
import {cannotBind, SetupError} from '../setup-error.js'
import {tellCertificate, tlsFacts} from '../tls-facts.js'
import {Patience} from './patience.js'

export type TcpVersion = Exclude<HttpVersion, '3'>

export type TcpDialed =
  | {readonly kind: 'connected'; readonly stream: ByteStream; readonly localAddress: string; readonly facts: RoadFacts}
  /** The log says where and why. */
  | {readonly kind: 'failed'; readonly facts: RoadFacts}

const ALPN: Readonly<Record<TcpVersion, string>> = {'2': 'h2', '1.1': 'http/1.1'}

/**
 * Rejects only with the signal's reason.
 * @throws SetupError
 */
export async function dialTcp(
  address: string,
  http: TcpVersion,
  context: ConnectContext,
  signal: AbortSignal,
): Promise<TcpDialed> {
  const {
    log,
    reach: {bind},
    timeoutMs,
  } = context
  log.begin('tcp')
  if (bind !== undefined && bind.startsWith('[') !== address.startsWith('[')) {
    log.fail(bindOfOtherFamily(address, bind))
    return {kind: 'failed', facts: {}}
  }
  try {
    return judge(address, http, await dialWithin(address, http, context, signal), context)
  } catch (error) {
    if (error instanceof NetError) throw misconfigured(error)
    if (!(error instanceof TimeoutError)) throw error
    log.fail(log.current === 'tcp' ? tcpSilent(address, timeoutMs) : tlsStalled(address, timeoutMs))
    return {kind: 'failed', facts: {}}
  }
}

async function dialWithin(
  remote: string,
  http: TcpVersion,
  {platform: {clock, net}, template, reach, timeoutMs, log, witness}: ConnectContext,
  signal: AbortSignal,
): Promise<StreamDialed> {
  using patience = new Patience(clock, timeoutMs, signal)
  const isSecure = template.scheme === 'https'
  const tls: TlsOptions = {
    serverName: reach.serverName ?? template.host,
    alpn: [ALPN[http]],
    trust: reach.trust,
    identity: reach.identity,
  }
  const seen = witness.streamEvents
  const events: StreamDialEvents = {
    ...seen,
    onConnected: local => {
      seen.onConnected?.(local)
      log.ok(`connected from ${local}`)
      patience.renew()
      if (isSecure) log.begin('tls')
    },
  }
  const local = reach.bind === undefined ? undefined : {local: reach.bind}
  const connect = net.tcp && {connect: net.tcp.connect}
  return await dialStream({remote, clock, ...local, ...connect, ...(isSecure && {tls})}, events, patience.signal)
}

function judge(address: string, http: TcpVersion, dialed: StreamDialed, {log, reach}: ConnectContext): TcpDialed {
  if (dialed.kind === 'failed' && dialed.stage === 'tcp') {
    const {failure} = dialed
    if (failure.why === 'local' && reach.bind !== undefined) throw cannotBind(reach.bind, failure.errno)
    log.fail(tcpFailed(address, failure))
    return {kind: 'failed', facts: {}}
  }
  const facts: RoadFacts = dialed.tls ? {tls: tlsFacts(dialed.tls, reach)} : {}
  if (dialed.kind === 'failed') {
    explain(address, http, dialed, facts, log)
    return {kind: 'failed', facts}
  }
  const {stream, localAddress, tls} = dialed
  const connected = {kind: 'connected', stream, localAddress, facts} as const
  if (!tls || !facts.tls) return connected
  const {version, cipherSuite = 'unknown cipher', keyExchange = 'unknown exchange', alpn} = tls
  log.ok(`version ${version}, ${cipherSuite}, ${keyExchange}`)
  tellCertificate(facts.tls, log)
  log.begin('alpn')
  // Without an answer to ALPN it is HTTP/1.1, as ever (RFC 7301 section 3.2 leaves that to the two).
  if (alpn === ALPN[http] || (alpn === undefined && http === '1.1')) {
    log.ok(alpn ?? 'none, so HTTP/1.1')
    return connected
  }
  log.fail(noProtocol(http))
  stream.destroy()
  return {kind: 'failed', facts}
}

function explain(
  address: string,
  http: TcpVersion,
  {failure, tls}: Extract<StreamDialed, {stage: 'tls'}>,
  facts: RoadFacts,
  log: ConnectContext['log'],
): void {
  if (failure.why === 'certificate') {
    log.ok(`version ${tls?.version ?? '?'}`)
    log.begin('certificate')
    log.fail(certificateFailure(failure.verdict, facts.tls?.chain[0]))
  } else if (failure.why === 'no-protocol') {
    log.ok('TLS is spoken')
    log.begin('alpn')
    log.fail(noProtocol(http))
  } else {
    log.fail(tlsFailed(address, http, failure))
  }
}

function misconfigured({code, message}: NetError): Error {
  return code === 'ERR_CONFIG'
    ? new SetupError(message, 'bad-tls-files', 'check the files given with --cacert, --cert and --key')
    : new SetupError(message, code, 'look at the flags for the way to the proxy')
}
