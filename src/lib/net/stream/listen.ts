/** A TCP port where byte streams arrive, in clear or over TLS; the same streams as those that are dialled. */
import {createSecureContext, TLSSocket, type SecureContext} from 'node:tls'
import type {Clock} from '../../spec/clock.js'
import {NetError} from '../net.js'
import type {ByteStream} from './byte-stream.js'
import {systemTcp, type TcpNet, type TcpPort} from './tcp-net.js'
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
  /** The network, if it is not this host's. */
  readonly tcp?: TcpNet
  readonly onStream: (arrived: ArrivedStream) => void
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
  #port: TcpPort | undefined

  private constructor(
    private readonly options: StreamListenOptions,
    private readonly context: SecureContext | undefined,
  ) {}

  /** @throws NetError (EADDRINUSE, ERR_CONFIG, …) */
  static async open(options: StreamListenOptions): Promise<StreamListener> {
    const {clock, local, tls, tcp = systemTcp} = options
    const listener = new StreamListener(options, tls && serverContext(tls))
    listener.#port = await tcp.listen({
      local,
      nowNs: () => clock.nowNs(),
      onStream: (stream, from) => {
        listener.#arrived(stream, from)
      },
    })
    return listener
  }

  get address(): string {
    return this.#port?.address ?? ''
  }

  /** Cuts every connection that is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const stream of this.#streams) stream.reset()
    await this.#port?.[Symbol.asyncDispose]()
  }

  #arrived(raw: ByteStream, from: string): void {
    const {clock, tls, onKeylog, onStream} = this.options
    const connection = ++this.#connections
    this.#streams.add(raw)
    raw.once('close', () => this.#streams.delete(raw))
    if (!this.context || !tls) {
      onStream({stream: raw, from, alpn: undefined})
      return
    }
    const isAsked = tls.clientCaPem !== undefined
    const secure = new TLSSocket(raw, {
      isServer: true,
      secureContext: this.context,
      ALPNProtocols: [...tls.alpn],
      requestCert: isAsked,
      rejectUnauthorized: isAsked,
    })
    if (onKeylog) {
      secure.on('keylog', (line: Buffer) => {
        onKeylog(line.toString('latin1').trimEnd(), connection)
      })
    }
    const stream = overTls(secure, raw, () => clock.nowNs())
    const cancel = clock.after(HANDSHAKE_TIMEOUT_MS, () => raw.destroy())
    raw.once('close', cancel)
    secure.once('secure', () => {
      cancel()
      const alpn = secure.alpnProtocol
      onStream({stream, from, alpn: typeof alpn === 'string' ? alpn : undefined})
    })
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
