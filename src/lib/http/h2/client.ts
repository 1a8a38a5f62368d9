/** The client's side of HTTP/2: a Transport on a byte stream that is already there. */
import type {ClientHttp2Session, ClientHttp2Stream} from 'node:http2'
import type {ByteStream} from '../../net/stream/byte-stream.js'
import {unlessAborted, type Clock} from '../../spec/clock.js'
import {H2} from '../../wire/error-codes.js'
import * as settings from '../../wire/h2-settings.js'
import type {Ending} from '../ending.js'
import {readResponse, requestFields} from '../messages.js'
import type {Head, Opened, Transport, TunnelRequest} from '../transport.js'
import {TunnelCore} from '../tunnel-core.js'
import {abortStream, H2Carrier} from './carrier.js'
import {H2Connection, type H2Options} from './connection.js'
import {refusedEnding} from './endings.js'
import {H2Exchange} from './exchange.js'
import {MAX_FIELD_SECTION, type SeenHead} from './frame-watch.js'
import {nodeHeaders} from './headers.js'
import type {Goaway} from './observer.js'

const MAX_INTERIM = 16
const MAX_BODY = 4096

export class H2Transport implements Transport {
  readonly http = '2'
  readonly h2: H2Connection
  readonly #clock: Clock
  /** Requests nobody has answered yet, by their stream, and who waits for them. */
  readonly #unanswered = new Map<number, (ending: Ending) => void>()

  constructor(stream: ByteStream, options: H2Options) {
    this.#clock = options.clock
    this.h2 = new H2Connection(stream, false, options, goaway => {
      this.#onGoaway(goaway)
    })
  }

  get ended(): Promise<Ending> {
    return this.h2.ended
  }

  async open(request: TunnelRequest, signal: AbortSignal): Promise<Opened> {
    await unlessAborted(this.h2.settingsArrived, signal)
    const obstacle = this.#obstacle(request)
    if (obstacle) return {kind: 'failed', ending: obstacle}
    const stream = this.#request(request)
    if ('detail' in stream) return {kind: 'failed', ending: stream}
    const exchange = new Exchange(new H2Exchange(this.h2, stream), this.#clock)
    const id = stream.id ?? 0
    const leftOut = new Promise<Opened>(resolve => {
      this.#unanswered.set(id, ending => resolve(exchange.failed(H2.CANCEL, ending)))
    })
    try {
      return await unlessAborted(Promise.race([exchange.run(), leftOut]), signal)
    } catch (error) {
      abortStream(stream, H2.CANCEL)
      throw error
    } finally {
      this.#unanswered.delete(id)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.h2.close()
  }

  /** Why nothing can be sent. */
  #obstacle({protocol}: TunnelRequest): Ending | undefined {
    if (this.h2.over) return this.h2.over
    const {peerSettings = [], observer} = this.h2
    if (observer.goaway) return goingAway(observer.goaway)
    const extended = settings.value(peerSettings, settings.ENABLE_CONNECT_PROTOCOL)
    // RFC 8441 section 4: without the setting a client must not use :protocol.
    if (protocol === undefined || extended === 1n) return undefined
    const detail = `the server's SETTINGS ${extended === undefined ? 'lack' : 'switch off'} ENABLE_CONNECT_PROTOCOL, so it offers no tunnels`
    return {by: 'peer', how: 'not-offered', scope: 'connection', detail}
  }

  #request(request: TunnelRequest): ClientHttp2Stream | Ending {
    try {
      return (this.h2.session as ClientHttp2Session).request(nodeHeaders(requestFields(request)), {endStream: false})
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      const detail = `node:http2 does not send such a request: ${why}`
      return {by: 'us', how: 'engine-failure', scope: 'tunnel', detail}
    }
  }

  /** RFC 9113 section 6.8: requests above the last one it names were not and will not be looked at. */
  #onGoaway(goaway: Goaway): void {
    // With an error it is the end of the connection, which tells more.
    if (goaway.code !== H2.NO_ERROR) return
    for (const [id, leaveOut] of this.#unanswered) if (id > goaway.lastStreamId) leaveOut(goingAway(goaway))
  }
}

function goingAway({debug}: Goaway): Ending {
  const detail = 'the peer takes no new requests (GOAWAY)'
  return {by: 'peer', how: 'going-away', scope: 'connection', ...(debug && {reason: debug}), detail}
}

/** One request and what comes of it. */
class Exchange {
  readonly #interim: Head[] = []

  constructor(
    private readonly on: H2Exchange,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<Opened> {
    for (;;) {
      const event = await this.on.next()
      switch (event.kind) {
        case 'over':
          this.on.done()
          return {kind: 'failed', ending: event.ending}
        case 'fin': {
          const detail = 'the peer ended the stream without a response'
          return this.failed(H2.CANCEL, {by: 'peer', how: 'malformed', scope: 'tunnel', detail})
        }
        case 'head': {
          const opened = this.#onHead(event.head)
          if (opened) return opened
        }
      }
    }
  }

  failed(code: bigint, ending: Ending): Opened {
    abortStream(this.on.stream, code)
    this.on.done()
    return {kind: 'failed', ending}
  }

  #onHead(head: SeenHead): Opened | undefined {
    if (!head) return this.#tooMuch(`fields of more than ${MAX_FIELD_SECTION} octets`)
    const parsed = readResponse(head)
    if ('problem' in parsed) return this.failed(H2.PROTOCOL_ERROR, refusedEnding(H2.PROTOCOL_ERROR, parsed.problem))
    const response = parsed.value
    if (response.status >= 200) return this.#opened(response)
    this.#interim.push(response)
    return this.#interim.length > MAX_INTERIM ? this.#tooMuch(`more than ${MAX_INTERIM} interim responses`) : undefined
  }

  #opened(response: Head): Opened {
    const interim = this.#interim
    const {stream} = this.on
    if (response.status >= 300) {
      stream.end()
      return {kind: 'refused', refusal: {...response, body: this.on.body(MAX_BODY)}, interim}
    }
    const tunnel = new TunnelCore(response, new H2Carrier(stream, () => this.clock.nowNs()))
    this.on.pump(tunnel)
    return {kind: 'tunnel', tunnel, interim}
  }

  #tooMuch(what: string): Opened {
    return this.failed(H2.ENHANCE_YOUR_CALM, refusedEnding(H2.ENHANCE_YOUR_CALM, what))
  }
}
