/** A TCP port where byte streams arrive, in clear or over TLS; the same streams as those that are dialled. */
import {createServer, type AddressInfo, type Server, type Socket} from 'node:net'
import {createSecureContext, TLSSocket, type SecureContext} from 'node:tls'
import type {Clock} from '../../spec/clock.js'
import {format, parse} from '../address.js'
import {NetError} from '../net.js'
import type {ByteStream} from './byte-stream.js'
import {overSocket} from './tcp.js'
import {overTls} from './tls.js'

export interface ServerTls {
  readonly certificatesPem: string
  readonly keyPem: string
  readonly alpn: readonly string[]
  /** Ask clients for a certificate of one of these authorities. */
  readonly clientCaPem?: string
}

export interface StreamListenOptions {
  readonly clock: Clock
  /** IP and port; port 0 lets the system choose. */
  readonly local: string
  /** Absent: in clear text. */
  readonly tls?: ServerTls
  onStream(arrived: ArrivedStream): void
  /** Connections count from 1. */
  readonly onKeylog?: (line: string, connection: number) => void
}

export interface ArrivedStream {
  readonly stream: ByteStream
  /** IP and port. */
  readonly from: string
  /** With TLS, what was agreed on, if anything was. */
  readonly alpn: string | undefined
}

/** A handshake takes no longer: connections that say nothing are not kept. */
const HANDSHAKE_TIMEOUT_MS = 30_000

export class StreamListener implements AsyncDisposable {
  readonly #streams = new Set<ByteStream>()
  #connections = 0

  private constructor(
    private readonly server: Server,
    private readonly options: StreamListenOptions,
    private readonly context: SecureContext | undefined,
  ) {
    server.on('connection', (socket: Socket) => {
      this.#arrived(socket)
    })
    // A failed accept (no more descriptors) is no reason to stop.
    server.on('error', () => undefined)
  }

  /** @throws NetError (EADDRINUSE, ERR_CONFIG, …) */
  static async open(options: StreamListenOptions): Promise<StreamListener> {
    const address = parse(options.local)
    if (!address) throw new NetError('ERR_CONFIG', `'${options.local}' is not an IP address with a port`)
    const context = options.tls && serverContext(options.tls)
    const server = createServer({allowHalfOpen: true, noDelay: true})
    await new Promise<void>((resolve, reject) => {
      server.once('listening', resolve)
      server.once('error', (error: NodeJS.ErrnoException) => {
        reject(new NetError(error.code ?? 'EIO', `TCP on ${options.local}: ${error.message}`))
      })
      server.listen({host: address.ip, port: address.port, ipv6Only: address.ip.includes(':')})
    })
    return new StreamListener(server, options, context)
  }

  get address(): string {
    const {address, port} = this.server.address() as AddressInfo
    return format(address, port)
  }

  /** Cuts every connection that is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const stream of this.#streams) stream.reset()
    if (!this.server.listening) return
    await new Promise<void>(resolve => {
      this.server.close(() => {
        resolve()
      })
    })
  }

  #arrived(socket: Socket): void {
    const {clock, onKeylog} = this.options
    const nowNs = (): bigint => clock.nowNs()
    const connection = ++this.#connections
    const from = format(socket.remoteAddress ?? '', socket.remotePort ?? 0)
    const raw = this.#watch(overSocket(socket, {nowNs}))
    if (!this.context || !this.options.tls) {
      this.options.onStream({stream: raw, from, alpn: undefined})
      return
    }
    const {alpn, clientCaPem} = this.options.tls
    const secure = new TLSSocket(raw, {
      isServer: true,
      secureContext: this.context,
      ALPNProtocols: [...alpn],
      requestCert: clientCaPem !== undefined,
      rejectUnauthorized: clientCaPem !== undefined,
    })
    if (onKeylog) secure.on('keylog', (line: Buffer) => onKeylog(line.toString('latin1').trimEnd(), connection))
    const stream = overTls(secure, raw, nowNs)
    const cancel = clock.after(HANDSHAKE_TIMEOUT_MS, () => raw.destroy())
    raw.once('close', cancel)
    secure.once('secure', () => {
      cancel()
      this.options.onStream({
        stream,
        from,
        alpn: secure.alpnProtocol === false ? undefined : (secure.alpnProtocol ?? undefined),
      })
    })
  }

  #watch(stream: ByteStream): ByteStream {
    this.#streams.add(stream)
    stream.once('close', () => this.#streams.delete(stream))
    return stream
  }
}

function serverContext({certificatesPem, keyPem, clientCaPem}: ServerTls): SecureContext {
  try {
    return createSecureContext({
      minVersion: 'TLSv1.2',
      cert: certificatesPem,
      key: keyPem,
      ...(clientCaPem !== undefined && {ca: clientCaPem}),
    })
  } catch (error) {
    throw new NetError('ERR_CONFIG', `TLS: ${error instanceof Error ? error.message : String(error)}`)
  }
}
