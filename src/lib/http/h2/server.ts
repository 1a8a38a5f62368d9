/** The server's side of HTTP/2 on one byte stream: requests for whoever listens. */
import type {ServerHttp2Stream} from 'node:http2'
import type {ByteStream} from '../../net/stream/byte-stream.js'
import {nextTurn, type Clock} from '../../spec/clock.js'
import {H2} from '../../wire/error-codes.js'
import {codeFor, HTTP2_CODES} from '../abort-codes.js'
import type {CapsuleReading} from '../capsule-reading.js'
import type {Ending} from '../ending.js'
import {fieldsOf, readRequest, responseFields} from '../messages.js'
import type {AbortReason, Head, IncomingRequest, Tunnel, TunnelRequest} from '../transport.js'
import {TunnelCore} from '../tunnel-core.js'
import {abortStream, H2Carrier} from './carrier.js'
import {H2Connection, type H2Options} from './connection.js'
import {H2Exchange} from './exchange.js'
import type {RequestCare} from '../request-care.js'
import type {Setting} from '../../wire/h2-settings.js'
import {nodeHeaders} from './headers.js'
import {Rewriter} from './rewriter.js'
import {nodeSettings} from './settings.js'

export interface H2ServerOptions extends H2Options {
  /** Who is at the other end: IP and port. */
  readonly from: string
  readonly care?: RequestCare
  /** SETTINGS that leave in place of those of node:http2, which goes on by its own. */
  readonly says?: (settings: readonly Setting[]) => readonly Setting[]
  /** SETTINGS behind the first request. */
  readonly later?: readonly Setting[]
  /** Of a stream: what waits for its window, at most. */
  readonly queuedBytes?: number
}

export class H2ServerConnection implements AsyncDisposable {
  readonly h2: H2Connection

  /** @param onRequest called for every request that is one */
  constructor(stream: ByteStream, options: H2ServerOptions, onRequest: (incoming: IncomingRequest) => void) {
    const {care, says, later} = options
    const rewriters = {
      received: care && Rewriter.requests(care),
      sent: says && Rewriter.settings(says),
    }
    this.h2 = new H2Connection(stream, true, {...options, rewriters})
    if (later) {
      this.h2.session.once('stream', () => {
        this.h2.session.settings(nodeSettings(later))
      })
    }
    this.h2.session.on('stream', (request: ServerHttp2Stream) => {
      void receive(new H2Exchange(this.h2, request), request, options, onRequest)
    })
  }

  get ended(): Promise<Ending> {
    return this.h2.ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.h2.close()
  }
}

async function receive(
  exchange: H2Exchange,
  stream: ServerHttp2Stream,
  {from, clock, queuedBytes}: H2ServerOptions,
  onRequest: (incoming: IncomingRequest) => void,
): Promise<void> {
  const event = await exchange.next()
  const parsed = event.kind === 'head' && event.head ? readRequest(event.head) : undefined
  if (parsed && 'value' in parsed) {
    onRequest(new Incoming(exchange, stream, parsed.value, from, {clock, queuedBytes}))
    return
  }
  abortStream(stream, parsed ? H2.PROTOCOL_ERROR : H2.ENHANCE_YOUR_CALM)
  exchange.done()
}

class Incoming implements IncomingRequest {
  readonly http = '2'
  get peerSettings(): readonly Setting[] | undefined {
    return this.exchange.peerSettings
  }
  #tunnel: TunnelCore | undefined
  #settleEnded!: (ending: Ending) => void

  readonly ended = new Promise<Ending>(resolve => {
    this.#settleEnded = resolve
  })

  constructor(
    private readonly exchange: H2Exchange,
    private readonly stream: ServerHttp2Stream,
    readonly request: TunnelRequest,
    readonly from: string,
    private readonly serving: {readonly clock: Clock; readonly queuedBytes: number | undefined},
  ) {
    stream.on('close', () => {
      if (!this.#tunnel) void this.#over()
    })
  }

  accept(response: Head, reading?: CapsuleReading): Tunnel {
    if (!this.stream.destroyed) this.stream.respond(nodeHeaders(responseFields(response)), NO_DATE)
    const {clock, queuedBytes} = this.serving
    const carrier = new H2Carrier(this.stream, () => clock.nowNs(), queuedBytes)
    const tunnel = new TunnelCore(response, carrier, reading)
    this.#tunnel = tunnel
    this.exchange.pump(tunnel)
    void tunnel.ended.then(this.#settleEnded)
    return tunnel
  }

  async refuse(response: Head, content?: Uint8Array): Promise<void> {
    const {stream} = this
    if (stream.destroyed) return
    const {trailers} = response
    stream.respond(nodeHeaders(responseFields(response)), {...NO_DATE, waitForTrailers: trailers !== undefined})
    stream.resume()
    await new Promise<void>(resolve => {
      stream.on('close', resolve)
      if (!trailers) {
        stream.end(content, resolve)
        return
      }
      stream.on('wantTrailers', () => {
        stream.sendTrailers(nodeHeaders(fieldsOf(trailers)))
        nextTurn(resolve)
      })
      stream.end(content)
    })
    // RFC 9113 section 8.1: a server that needs no more of the request says so without blame.
    abortStream(stream, H2.NO_ERROR)
  }

  abort(reason: AbortReason | bigint): void {
    abortStream(this.stream, BigInt.asUintN(32, codeFor(reason, HTTP2_CODES)))
  }

  async #over(): Promise<void> {
    const ending = await this.exchange.ending()
    this.exchange.done()
    this.#settleEnded(ending)
  }
}

/** A head is what the policy says, and nothing more. The option is known to node:http2, and not to its types. */
const NO_DATE: {endStream: boolean; sendDate: boolean} = {endStream: false, sendDate: false}
