/** The server's side of HTTP/3: a Listener. */
import type {QuicBinding, NativePeculiarities, NativeTransport} from '../../native/surface.js'
import type {QuicConnection} from '../../quic/connection.js'
import {QuicEndpoint, type EndpointObserver} from '../../quic/endpoint.js'
import type {QuicStream} from '../../quic/stream.js'
import type {Clock} from '../../spec/clock.js'
import {concat} from '../../wire/bytes.js'
import {H3} from '../../wire/error-codes.js'
import * as frame from '../../wire/h3-frame.js'
import type {Setting} from '../../wire/h3-settings.js'
import * as fieldSection from '../../wire/qpack/field-section.js'
import {codeFor, HTTP3_CODES} from '../abort-codes.js'
import {AsyncQueue} from '../async-queue.js'
import type {CapsuleReading} from '../capsule-reading.js'
import type {Ending} from '../ending.js'
import type {AbortReason, DatagramMode, Head, IncomingRequest, Listener, Tunnel, TunnelRequest} from '../transport.js'
import {TunnelCore} from '../tunnel-core.js'
import {H3Carrier} from './carrier.js'
import {pump} from './client.js'
import {DatagramForms} from './datagram-forms.js'
import {H3Connection} from './connection.js'
import type {EarlyPolicy, H3Leniency} from './options.js'
import type {H3Manners} from './manners.js'
import {fieldsOf, readRequest, responseFields} from '../messages.js'
import type {MalformedAnswer, RequestCare} from '../request-care.js'
import {malformed, readMessage, type HeadEvent} from './request-reader.js'

export interface H3ListenOptions {
  readonly binding: QuicBinding
  readonly clock: Clock
  /** IP and port; port 0 lets the system choose. */
  readonly local: string
  readonly certificatesPem: string
  readonly keyPem: string
  /** Asked for on each connection, if they may differ. */
  readonly settings: readonly Setting[] | (() => readonly Setting[])
  readonly leniency?: H3Leniency
  readonly early?: EarlyPolicy
  readonly care?: RequestCare
  readonly manners?: Partial<H3Manners>
  readonly transport?: NativeTransport
  readonly peculiarities?: NativePeculiarities
  readonly retry?: boolean
  readonly datagrams?: DatagramMode
  readonly observer?: EndpointObserver
}

export class H3Listener implements Listener {
  readonly #endpoint: QuicEndpoint
  readonly #incoming = new AsyncQueue<IncomingRequest>()
  readonly #options: H3ListenOptions
  readonly #forms: DatagramForms | undefined

  /** @throws Error with `code` (EADDRINUSE, ERR_CONFIG, …) */
  constructor(options: H3ListenOptions) {
    this.#options = options
    const {certificatesPem, keyPem, transport, retry, manners} = options
    this.#forms = manners?.takesForm && new DatagramForms(manners.takesForm)
    const peculiarities = this.#forms ? {...options.peculiarities, logFrames: true} : options.peculiarities
    const server = {
      certificatesPem,
      keyPem,
      alpn: ['h3'],
      ...(transport && {transport}),
      ...(peculiarities && {peculiarities}),
      ...(retry !== undefined && {retry}),
    }
    this.#endpoint = new QuicEndpoint(
      options.binding,
      {local: options.local, server},
      {
        ...options.observer,
        ...(this.#forms && {onFrames: this.#forms.onFrames}),
        onConnection: connection => {
          options.observer?.onConnection?.(connection)
          this.#serve(connection)
        },
      },
    )
  }

  get address(): string {
    return this.#endpoint.localAddress
  }

  get incoming(): AsyncIterable<IncomingRequest> {
    return this.#incoming
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#incoming.close()
    this.#endpoint.close(H3.NO_ERROR)
    await this.#endpoint[Symbol.asyncDispose]()
  }

  #serve(connection: QuicConnection): void {
    const {settings, leniency, early, manners, transport} = this.#options
    const options = {
      settings: typeof settings === 'function' ? settings() : settings,
      ...(leniency && {leniency}),
      ...(early && {early}),
      ...(manners && {manners}),
      ...(this.#forms && {forms: this.#forms}),
      ...(transport?.maxBidiStreams !== undefined && {maxRequests: transport.maxBidiStreams}),
    }
    const h3 = new H3Connection(connection, options, stream => {
      void this.#request(h3, stream)
    })
    // At once, not after the handshake: a client then has our SETTINGS half a round trip earlier.
    void h3.start()
  }

  async #request(h3: H3Connection, stream: QuicStream): Promise<void> {
    const {clock, datagrams = 'auto', care = {}} = this.#options
    let headSeen = false
    const messages = readMessage(h3, stream, () => headSeen)
    const {value: event} = await messages.next()
    if (event?.kind !== 'fields') {
      // RFC 9114 section 4.1.1: a stream that ends before there is a request.
      if (event?.kind === 'fin') stream.reset(H3.REQUEST_INCOMPLETE)
      return
    }
    headSeen = true
    if (h3.early.onEarly === 'reset-request' && h3.isLate(stream.id)) {
      stream.reset(H3.REQUEST_REJECTED)
      stream.stop(H3.REQUEST_REJECTED)
      return
    }
    const parsed = readRequest(care.mendFields?.(event.fields) ?? event.fields)
    if ('problem' in parsed) {
      answerMalformed(h3, stream, parsed.problem, care.onMalformed?.())
      return
    }
    const request = new Incoming(h3, stream, parsed.value, messages, {clock, datagrams})
    this.#incoming.push(request)
  }
}

/** RFC 9114 section 4.1.2: a stream error; anything else is of the policy's making. */
function answerMalformed(h3: H3Connection, stream: QuicStream, problem: string, answer?: MalformedAnswer): void {
  switch (answer?.kind) {
    case undefined:
      malformed(stream, problem)
      break
    case 'reset':
      stream.reset(answer.code)
      stream.stop(answer.code)
      break
    case 'status':
      void stream.write(
        frame.write(frame.HEADERS, fieldSection.write(responseFields({status: answer.status, headers: []}))),
      )
      break
    case 'close-connection':
      h3.violated(answer.code, problem)
      break
    case 'nothing':
      break
  }
}

interface IncomingSettings {
  readonly clock: Clock
  readonly datagrams: DatagramMode
}

class Incoming implements IncomingRequest {
  readonly http = '3'
  readonly from: string
  readonly #optimistic: {bytes: Uint8Array; atNs: number}[] = []
  #tunnel: TunnelCore | undefined
  #settleEnded!: (ending: Ending) => void
  /** Of those who want to know when the connection ends. */
  readonly #leave: () => void

  readonly ended = new Promise<Ending>(resolve => {
    this.#settleEnded = resolve
  })

  constructor(
    private readonly h3: H3Connection,
    private readonly stream: QuicStream,
    readonly request: TunnelRequest,
    private readonly messages: AsyncGenerator<HeadEvent, void, undefined>,
    private readonly settings: IncomingSettings,
  ) {
    this.from = h3.quic.remoteAddress
    // Before anything can be handed over, which may end it.
    this.#leave = h3.watchers.add(this.#settleEnded)
    h3.register(stream.id, (bytes, start, end, atNs) => {
      if (request.protocol === undefined) this.#onUnexpectedDatagram()
      else if (this.#tunnel) this.#tunnel.onFrame(bytes, start, end, atNs)
      else if (this.#optimistic.length < 2 * h3.early.kept)
        this.#optimistic.push({bytes: bytes.slice(start, end), atNs})
    })
  }

  #onUnexpectedDatagram(): void {
    const code = this.h3.manners.onUnexpectedDatagram()
    if (code !== undefined) this.abort(code)
  }

  get peerSettings(): readonly Setting[] | undefined {
    return this.h3.peerSettings
  }

  accept(response: Head, reading?: CapsuleReading): Tunnel {
    void this.stream.write(frame.write(frame.HEADERS, fieldSection.write(responseFields(response))))
    const {clock, datagrams} = this.settings
    const tunnel = new TunnelCore(
      response,
      new H3Carrier(this.h3, this.stream, datagrams, () => clock.nowNs()),
      reading,
    )
    this.#tunnel = tunnel
    for (const {bytes, atNs} of this.#optimistic.splice(0)) tunnel.onFrame(bytes, 0, bytes.length, atNs)
    void pump(this.h3, this.stream, tunnel, this.messages, clock)
    void tunnel.ended.then(ending => {
      this.#leave()
      this.#settleEnded(ending)
    })
    return tunnel
  }

  async refuse(response: Head, content?: Uint8Array): Promise<void> {
    if (this.h3.manners.refusesLate) await this.#contentIsOver()
    this.#leave()
    this.h3.unregister(this.stream.id)
    const head = frame.write(frame.HEADERS, fieldSection.write(responseFields(response)))
    const data = content ? frame.write(frame.DATA, content) : new Uint8Array(0)
    await this.stream.write(concat(head, data, trailersOf(response)), true)
    // RFC 9114 section 4.1: a server that needs no more of the request says so without blame.
    this.stream.stop(H3.NO_ERROR)
  }

  async #contentIsOver(): Promise<void> {
    for await (const event of this.messages) if (event.kind === 'fin' || event.kind === 'over') return
  }

  abort(reason: AbortReason | bigint): void {
    const code = codeFor(reason, HTTP3_CODES)
    this.#leave()
    this.h3.unregister(this.stream.id)
    this.stream.reset(code)
    this.stream.stop(code)
  }
}

function trailersOf({trailers}: Head): Uint8Array {
  if (!trailers) return new Uint8Array(0)
  return frame.write(frame.HEADERS, fieldSection.write(fieldsOf(trailers)))
}
