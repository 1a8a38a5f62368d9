/**
 * One TCP port for HTTP/2 and HTTP/1.1: over TLS the client's ALPN decides, in clear text its first octets (RFC 9113
 * section 3.3). All requests come out of one Listener.
 */
import type {ByteStream} from '../net/stream/byte-stream.js'
import {StreamListener, type ArrivedStream} from '../net/stream/listen.js'
import type {TcpNet} from '../net/stream/tcp-net.js'
import type {Clock} from '../spec/clock.js'
import {concat, toLatin1} from '../wire/bytes.js'
import type {Setting} from '../wire/h2-settings.js'
import {AsyncQueue} from './async-queue.js'
import {H1ServerConnection} from './h1/server.js'
import {H2ServerConnection} from './h2/server.js'
import {SERVER_SETTINGS} from './h2/settings.js'
import type {RequestCare} from './request-care.js'
import type {HttpVersion, IncomingRequest, Listener} from './transport.js'

export interface TcpListenOptions {
  readonly clock: Clock
  /** IP and port; port 0 lets the system choose. */
  readonly local: string
  /** Absent: in clear text. */
  readonly identity?: {readonly certificatesPem: string; readonly keyPem: string; readonly clientCaPem?: string}
  /** The network, if it is not this host's. */
  readonly tcp?: TcpNet
  readonly versions: readonly Exclude<HttpVersion, '3'>[]
  /** Of HTTP/2. */
  readonly settings?: readonly Setting[]
  /** Of HTTP/2, by the way of a policy: see H2ServerOptions. */
  readonly says?: (settings: readonly Setting[]) => readonly Setting[]
  readonly later?: readonly Setting[]
  /** HTTP/2: of a stream, what waits for its window, at most. */
  readonly queuedBytes?: number
  readonly care?: RequestCare
  /** TLS secrets in NSS key log format; connections count from 1. */
  readonly onKeylog?: (line: string, connection: number) => void
}

const ALPN = {'2': 'h2', '1.1': 'http/1.1'} as const

export class TcpListener implements Listener {
  readonly #incoming = new AsyncQueue<IncomingRequest>()
  readonly #http2 = new Set<H2ServerConnection>()
  #streams: StreamListener | undefined

  private constructor(private readonly options: TcpListenOptions) {}

  /** @throws NetError (EADDRINUSE, ERR_CONFIG, …) */
  static async open(options: TcpListenOptions): Promise<TcpListener> {
    const {clock, local, identity, versions, tcp, onKeylog} = options
    const listener = new TcpListener(options)
    listener.#streams = await StreamListener.open({
      clock,
      local,
      ...(identity && {tls: {...identity, alpn: versions.map(version => ALPN[version])}}),
      ...(tcp && {tcp}),
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
    for (const connection of this.#http2) await connection[Symbol.asyncDispose]()
    await this.#streams?.[Symbol.asyncDispose]()
  }

  async #serve({stream, from, alpn}: ArrivedStream): Promise<void> {
    const {clock, identity, settings, care, says, later, queuedBytes} = this.options
    const caring = care && {care}
    const onRequest = (incoming: IncomingRequest): void => {
      this.#incoming.push(incoming)
    }
    if (await speaksHttp2(stream, alpn, this.options)) {
      const connection = new H2ServerConnection(
        stream,
        {
          clock,
          settings: settings ?? SERVER_SETTINGS,
          from,
          ...caring,
          ...(says && {says}),
          ...(later && {later}),
          ...(queuedBytes !== undefined && {queuedBytes}),
        },
        onRequest,
      )
      this.#http2.add(connection)
      await connection.ended
      this.#http2.delete(connection)
    } else {
      await new H1ServerConnection(stream, {
        clock,
        from,
        scheme: identity ? 'https' : 'http',
        ...caring,
        onRequest,
      }).serve()
    }
  }
}

/** How a client of HTTP/2 begins (RFC 9113 section 3.4): no method of HTTP/1.1 does. */
const DISTINCTIVE = 'PRI'
/** A connection that says nothing is not kept. */
const BEGINNING_TIMEOUT_MS = 30_000
const EVENTS = ['readable', 'end', 'close'] as const

async function speaksHttp2(
  stream: ByteStream,
  alpn: string | undefined,
  {versions, clock}: TcpListenOptions,
): Promise<boolean> {
  if (alpn !== undefined) return alpn === ALPN['2']
  if (!versions.includes('2')) return false
  if (!versions.includes('1.1')) return true
  const cancel = clock.after(BEGINNING_TIMEOUT_MS, () => stream.destroy())
  const first = await firstOctets(stream, DISTINCTIVE.length)
  cancel()
  return first === DISTINCTIVE
}

/** They stay where they are; undefined if the stream ends before there are so many. */
async function firstOctets(stream: ByteStream, count: number): Promise<string | undefined> {
  let first: Uint8Array = new Uint8Array(0)
  while (first.length < count) {
    const bytes = stream.read() as Uint8Array | null
    if (bytes) first = concat(first, bytes)
    else if (stream.readableEnded || stream.destroyed) return undefined
    else await somethingNew(stream)
  }
  stream.unshift(first)
  return toLatin1(first.subarray(0, count))
}

async function somethingNew(stream: ByteStream): Promise<void> {
  await new Promise<void>(resolve => {
    const done = (): void => {
      for (const event of EVENTS) stream.off(event, done)
      resolve()
    }
    for (const event of EVENTS) stream.on(event, done)
  })
}
