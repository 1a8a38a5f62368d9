/** A TCP connection from this host: how it comes about, or why it does not. */
import {writeSync} from 'node:fs'
import {connect as connectSocket, type Socket} from 'node:net'
import {format, parse} from '../address.js'
import {NetError} from '../net.js'
import {ByteStream, type StreamEvent} from './byte-stream.js'

export interface TcpOptions {
  /** IP and port. */
  readonly remote: string
  /** Our address; by default any. Port 0 lets the system choose. */
  readonly local?: string | undefined
  /** Monotonic, in nanoseconds. */
  readonly nowNs: () => bigint
  readonly onEvent?: ((event: StreamEvent) => void) | undefined
}

export type TcpFailure =
  /** Somebody is there, and nobody listens on that port. */
  | {readonly why: 'refused'}
  /** ICMP, or no route: an errno name. */
  | {readonly why: 'unreachable'; readonly errno: string}
  /** The system gave up waiting for an answer. */
  | {readonly why: 'silent'}
  /** Accepted, and cut at once. */
  | {readonly why: 'reset'}
  /** Our own system does not let us: no such address, no more sockets, a firewall of its own. */
  | {readonly why: 'local'; readonly errno: string}

export type TcpConnected = {readonly stream: ByteStream; readonly localAddress: string} | {readonly failure: TcpFailure}

/** What networks have in common that can connect over TCP. Rejects only with the signal's reason. */
export type TcpConnect = (options: TcpOptions, signal: AbortSignal) => Promise<TcpConnected>

/** @throws NetError ERR_CONFIG if an address is none */
export const connectTcp: TcpConnect = (options, signal) => {
  const socket = connectSocket({
    ...endpoints(options),
    allowHalfOpen: true,
    noDelay: true,
    autoSelectFamily: false,
  })
  return new Promise((resolve, reject) => {
    const settle = (connected: TcpConnected): void => {
      leave()
      resolve(connected)
    }
    const onConnect = (): void => {
      settle({stream: overSocket(socket, options), localAddress: localAddressOf(socket)})
    }
    const onError = (error: NodeJS.ErrnoException): void => {
      settle({failure: failureOf(error.code ?? 'EIO')})
    }
    const onAbort = (): void => {
      leave()
      socket.on('error', () => undefined)
      socket.destroy()
      reject(signal.reason as Error)
    }
    const leave = (): void => {
      socket.off('connect', onConnect)
      socket.off('error', onError)
      signal.removeEventListener('abort', onAbort)
    }
    socket.on('connect', onConnect)
    socket.on('error', onError)
    signal.addEventListener('abort', onAbort, {once: true})
    if (signal.aborted) onAbort()
  })
}

/** For both sides of a connection. */
export function overSocket(socket: Socket, {nowNs, onEvent}: Pick<TcpOptions, 'nowNs' | 'onEvent'>): ByteStream {
  return new ByteStream(socket, {
    nowNs,
    onEvent,
    reset: () => {
      cut(socket)
    },
    explain: end => (end.how === 'fin' && wasReset(socket) ? {how: 'reset'} : end),
  })
}

/**
 * While the end of our direction is on its way, libuv refuses to reset, and Node then forgets the socket without closing
 * it: the descriptor would stay open for good. What is closed at that moment is cut off right behind its end.
 */
function cut(socket: Socket): void {
  const isEnding = socket.writableEnded && !socket.writableFinished && socket.writableLength === 0
  if (isEnding) socket.destroy()
  else socket.resetAndDestroy()
}

/**
 * libuv reports the end of a connection also where bytes and a reset came together. The system knows better: it takes
 * no write, not even of nothing, on a connection that was reset.
 */
function wasReset(socket: Socket): boolean {
  const {fd} = (socket as {_handle?: {fd?: number}})._handle ?? {}
  if (fd === undefined || fd < 0) return false
  try {
    writeSync(fd, new Uint8Array(0))
    return false
  } catch (error) {
    return ['ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '') && !socket.writableEnded
  }
}

export function localAddressOf(socket: Socket): string {
  return format(socket.localAddress ?? '', socket.localPort ?? 0)
}

function endpoints({remote, local}: TcpOptions): {
  host: string
  port: number
  localAddress?: string
  localPort?: number
} {
  const to = parsed(remote)
  const from = local === undefined ? undefined : parsed(local)
  return {host: to.ip, port: to.port, ...(from && {localAddress: from.ip, localPort: from.port})}
}

function parsed(text: string): {ip: string; port: number} {
  const address = parse(text)
  if (!address) throw new NetError('ERR_CONFIG', `'${text}' is not an IP address with a port`)
  return address
}

function failureOf(errno: string): TcpFailure {
  switch (errno) {
    case 'ECONNREFUSED':
      return {why: 'refused'}
    case 'ETIMEDOUT':
      return {why: 'silent'}
    case 'ECONNRESET':
    case 'EPIPE':
      return {why: 'reset'}
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
    case 'EPROTO':
    case 'ENOPROTOOPT':
      return {why: 'unreachable', errno}
    default:
      return {why: 'local', errno}
  }
}
