/**
 * One TCP port for HTTP/2 and HTTP/1.1: over TLS the client's ALPN decides, in clear text its first octets (RFC 9113
 * section 3.3). All requests come out of one Listener.
 */
import {StreamListener, type ArrivedStream} from '../net/stream/listen.js'
import type {Clock} from '../spec/clock.js'
import {AsyncQueue} from './async-queue.js'
import {H1ServerConnection} from './h1/server.js'
import type {HttpVersion, IncomingRequest, Listener} from './transport.js'

export interface TcpListenOptions {
  readonly clock: Clock
  /** IP and port; port 0 lets the system choose. */
  readonly local: string
  /** Absent: in clear text. */
  readonly identity?: {readonly certificatesPem: string; readonly keyPem: string; readonly clientCaPem?: string}
  readonly versions: readonly Exclude<HttpVersion, '3'>[]
  /** TLS secrets in NSS key log format; connections count from 1. */
  readonly onKeylog?: (line: string, connection: number) => void
}

const ALPN = {'2': 'h2', '1.1': 'http/1.1'} as const

export class TcpListener implements Listener {
  readonly #incoming = new AsyncQueue<IncomingRequest>()
  #streams: StreamListener | undefined

  private constructor(private readonly options: TcpListenOptions) {}

  /** @throws NetError (EADDRINUSE, ERR_CONFIG, …) */
  static async open(options: TcpListenOptions): Promise<TcpListener> {
    const {clock, local, identity, versions, onKeylog} = options
    const listener = new TcpListener(options)
    listener.#streams = await StreamListener.open({
      clock,
      local,
      ...(identity && {tls: {...identity, alpn: versions.map(version => ALPN[version])}}),
      ...(onKeylog && {onKeylog}),
      onStream: arrived => {
        void listener.#serve(arrived)
      },
    })
    return listener
  }

  get address(): string {
    return this.#streams?.address ?? ''
  }

  get incoming(): AsyncIterable<IncomingRequest> {
    return this.#incoming
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#incoming.close()
    await this.#streams?.[Symbol.asyncDispose]()
  }

  async #serve({stream, from}: ArrivedStream): Promise<void> {
    const {clock, identity} = this.options
    const options = {
      clock,
      from,
      scheme: identity ? ('https' as const) : ('http' as const),
      onRequest: (incoming: IncomingRequest) => {
        this.#incoming.push(incoming)
      },
    }
    await new H1ServerConnection(stream, options).serve()
  }
}
