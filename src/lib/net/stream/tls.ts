/**
 * TLS as a client, over any byte stream: node:tls on top of our own Duplex, so that what crosses below it and above it can
 * both be seen. No octet of ours goes out after the handshake before the certificate has been judged.
 */
import {connect, createSecureContext, type ConnectionOptions, type SecureContext, type TLSSocket} from 'node:tls'
import {NO_APPLICATION_PROTOCOL} from '../../wire/error-codes.js'
import {isIp} from '../address.js'
import {NetError} from '../net.js'
import {ByteStream, type StreamEvent} from './byte-stream.js'
import {endOfError, type StreamEnd} from './stream-end.js'
import {handshakeOf, type TlsHandshake, type TlsTrust} from './tls-facts.js'

export interface TlsOptions {
  /** For SNI, unless it is an IP address (RFC 6066 section 3), and for the name check. */
  readonly serverName: string
  readonly alpn: readonly string[]
  readonly trust: TlsTrust
  readonly identity?: {readonly certificatesPem: string; readonly keyPem: string} | undefined
}

export interface TlsEvents {
  /** A line of NSS key log format: before the bytes it decrypts are told of. */
  onKeylog?(line: string): void
  /** What crosses inside. */
  onPlain?(event: StreamEvent): void
}

export type TlsFailure =
  /** The peer gave up the handshake with this alert. */
  | {readonly why: 'alert'; readonly alert: number; readonly name: string}
  /** It speaks TLS, and none of the protocols we offered (alert 120). */
  | {readonly why: 'no-protocol'}
  /** We gave up: `chainVerdict` of the handshake says why. */
  | {readonly why: 'certificate'; readonly verdict: string}
  /** Something else answers there: the beginning of what it said. Hostile until escaped. */
  | {readonly why: 'not-tls'; readonly head: Uint8Array}
  /** What came cannot be right, or nothing we have in common: in the words of OpenSSL. */
  | {readonly why: 'broken'; readonly detail: string}
  | {readonly why: 'reset'}
  /** The peer ended the connection instead of finishing the handshake. */
  | {readonly why: 'closed'}
  /** The system gave up: an errno name. */
  | {readonly why: 'error'; readonly errno: string}

export type TlsStarted =
  | {readonly stream: ByteStream; readonly handshake: TlsHandshake}
  | {readonly failure: TlsFailure; readonly handshake?: TlsHandshake}

const MAX_HEAD = 256

/**
 * Rejects only with the signal's reason; whenever there is no stream, `raw` is closed.
 * @throws NetError ERR_CONFIG for roots or an identity that are none
 */
export async function startTls(
  raw: ByteStream,
  options: TlsOptions,
  events: TlsEvents,
  nowNs: () => bigint,
  signal: AbortSignal,
): Promise<TlsStarted> {
  const socket = open(raw, options, secureContext(raw, options))
  if (events.onKeylog) socket.on('keylog', line => events.onKeylog?.(line.toString('latin1').trimEnd()))
  const stream = overTls(socket, raw, nowNs, event => events.onPlain?.(event))
  const failure = await handshaken(socket, raw, signal)
  if (failure) return {failure}
  const handshake = handshakeOf(socket, options.trust, options.serverName)
  const {chainVerdict} = handshake
  if (!chainVerdict || options.trust.trust === 'anything') return {stream, handshake}
  stream.destroy()
  return {failure: {why: 'certificate', verdict: chainVerdict}, handshake}
}

function open(raw: ByteStream, {serverName, alpn}: TlsOptions, context: SecureContext): TLSSocket {
  return connect({
    socket: raw,
    secureContext: context,
    ALPNProtocols: [...alpn],
    // Judged by ourselves, so that a refused certificate can be shown.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    ...(!isIp(serverName) && {servername: serverName}),
  } satisfies ConnectionOptions)
}

interface Made {
  readonly rootsPem: string | undefined
  readonly identity: TlsOptions['identity']
  readonly context: SecureContext
}

/** Roots are a hundred certificates and more: to read them for each connection took longer than all that is done on it. */
let latest: Made | undefined

function secureContext(raw: ByteStream, {trust: {rootsPem}, identity}: TlsOptions): SecureContext {
  if (latest && latest.rootsPem === rootsPem && isSame(latest.identity, identity)) return latest.context
  const context = newContext(raw, rootsPem, identity)
  latest = {rootsPem, identity, context}
  return context
}

function isSame(one: TlsOptions['identity'], other: TlsOptions['identity']): boolean {
  return one?.certificatesPem === other?.certificatesPem && one?.keyPem === other?.keyPem
}

function newContext(raw: ByteStream, rootsPem: string | undefined, identity: TlsOptions['identity']): SecureContext {
  try {
    if (rootsPem !== undefined && !rootsPem.includes('-----BEGIN '))
      throw new Error('no CA certificate among the roots')
    return createSecureContext({
      minVersion: 'TLSv1.2',
      ca: rootsPem ?? [],
      ...(identity && {cert: identity.certificatesPem, key: identity.keyPem}),
    })
  } catch (error) {
    raw.destroy()
    throw new NetError('ERR_CONFIG', `TLS: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** The plaintext as a stream that knows how the connection below it fared. */
export function overTls(
  socket: TLSSocket,
  raw: ByteStream,
  nowNs: () => bigint,
  onEvent?: (event: StreamEvent) => void,
): ByteStream {
  // What is cut below without an end would never be heard of here.
  raw.once('close', () => {
    if (!raw.readableEnded) socket.destroy()
  })
  // Only close_notify ends the plaintext before the bytes below it have ended.
  let isClean = false
  const push = socket.push.bind(socket)
  socket.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (chunk === null) isClean = raw.ending === undefined
    return push(chunk, encoding)
  }
  return new ByteStream(socket, {
    nowNs,
    onEvent,
    reset: () => {
      raw.reset()
    },
    explain: end => explain(end, raw.ending, isClean),
  })
}

function explain(end: StreamEnd, below: StreamEnd | undefined, isClean: boolean): StreamEnd {
  if (end.how === 'alert' || end.how === 'tls') return end
  if (end.how === 'fin' && isClean) return end
  if (below?.how === 'fin') return {how: 'truncated'}
  return below ?? end
}

/** Why there is no secure connection; undefined: there is. */
async function handshaken(socket: TLSSocket, raw: ByteStream, signal: AbortSignal): Promise<TlsFailure | undefined> {
  let head: Uint8Array = new Uint8Array(0)
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      signal.removeEventListener('abort', onAbort)
      raw.off('data', onData)
    }
    const settle = (failure: TlsFailure | undefined): void => {
      leave()
      if (failure) socket.destroy()
      if (failure) raw.destroy()
      resolve(failure)
    }
    const onAbort = (): void => {
      leave()
      socket.destroy()
      raw.destroy()
      reject(signal.reason as Error)
    }
    const onData = (bytes: Uint8Array): void => {
      if (head.length < MAX_HEAD) head = Buffer.concat([head, bytes]).subarray(0, MAX_HEAD)
    }
    raw.on('data', onData)
    socket.once('secureConnect', () => {
      settle(undefined)
    })
    socket.on('error', (error: Error) => {
      settle(failureOf(raw.ending ?? endOfError(error), endOfError(error), head))
    })
    socket.on('close', () => {
      settle(failureOf(raw.ending ?? {how: 'closed'}, undefined, head))
    })
    signal.addEventListener('abort', onAbort, {once: true})
    if (signal.aborted) onAbort()
  })
}

function failureOf(below: StreamEnd, told: StreamEnd | undefined, head: Uint8Array): TlsFailure {
  if (told?.how === 'alert') {
    return told.alert === NO_APPLICATION_PROTOCOL
      ? {why: 'no-protocol'}
      : {why: 'alert', alert: told.alert, name: told.name}
  }
  if (head.length > 0 && !looksLikeTls(head)) return {why: 'not-tls', head}
  if (told?.how === 'tls') return {why: 'broken', detail: told.detail}
  switch (below.how) {
    case 'reset':
      return {why: 'reset'}
    case 'error':
      return {why: 'error', errno: below.errno}
    case 'fin':
    case 'truncated':
    case 'closed':
    case 'alert':
    case 'tls':
      return {why: 'closed'}
  }
}

/** A record of TLS: its type, and 3 for every version there is. */
function looksLikeTls(head: Uint8Array): boolean {
  const [type = 0, version = 3] = head
  return type >= 0x14 && type <= 0x18 && version === 3
}
