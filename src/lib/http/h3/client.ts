/** The client's side of HTTP/3: a Transport. */
import type {QuicEndpoint} from '../../quic/endpoint.js'
import type {QuicStream} from '../../quic/stream.js'
import {unlessAborted, type Clock} from '../../spec/clock.js'
import {concat} from '../../wire/bytes.js'
import {H3, http3Name} from '../../wire/error-codes.js'
import * as frame from '../../wire/h3-frame.js'
import * as settings from '../../wire/h3-settings.js'
import * as fieldSection from '../../wire/qpack/field-section.js'
import type {Ending} from '../ending.js'
import type {Head, Opened, Transport, TunnelRequest} from '../transport.js'
import {TunnelCore} from '../tunnel-core.js'
import {H3Carrier} from './carrier.js'
import type {H3Connection} from './connection.js'
import {readResponse, requestFields} from '../messages.js'
import {malformed, readMessage, tooMuch, type HeadEvent} from './request-reader.js'

const MAX_INTERIM = 16
const MAX_BODY = 4096
const STOPPED_GRACE_MS = 30

const GOING_AWAY: Ending = {
  by: 'peer',
  how: 'going-away',
  scope: 'connection',
  detail: 'the peer takes no new requests (GOAWAY)',
}

export class H3Transport implements Transport {
  readonly http = '3'

  constructor(
    readonly h3: H3Connection,
    private readonly endpoint: QuicEndpoint,
    private readonly clock: Clock,
  ) {}

  get ended(): Promise<Ending> {
    return this.h3.ended
  }

  async open(request: TunnelRequest, signal: AbortSignal): Promise<Opened> {
    await unlessAborted(this.h3.settingsArrived, signal)
    const obstacle = await this.#obstacle(request)
    if (obstacle) return {kind: 'failed', ending: obstacle}
    const stream = await unlessAborted(this.h3.quic.openStream(false), signal)
    if (!stream) return {kind: 'failed', ending: await this.ended}
    const exchange = new Exchange(this.h3, stream, request, this.clock)
    try {
      return await unlessAborted(Promise.race([exchange.run(), exchange.leftOut()]), signal)
    } catch (error) {
      exchange.cancel()
      throw error
    } finally {
      this.h3.answered(stream.id)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.endpoint.close(H3.NO_ERROR)
    await this.endpoint[Symbol.asyncDispose]()
  }

  /** Why nothing can be sent. */
  async #obstacle({protocol}: TunnelRequest): Promise<Ending | undefined> {
    if (this.h3.quic.end) return this.ended
    const {peerSettings} = this.h3
    if (this.h3.goingAway) return GOING_AWAY
    const extended = settings.value(peerSettings ?? [], settings.ENABLE_CONNECT_PROTOCOL)
    // RFC 9220 section 3: without the setting a client must not use :protocol.
    if (protocol === undefined || extended === 1n || this.h3.asksAnyway) return undefined
    const detail = `the server's SETTINGS ${extended === undefined ? 'lack' : 'switch off'} ENABLE_CONNECT_PROTOCOL, so it offers no tunnels`
    return {by: 'peer', how: 'not-offered', scope: 'connection', detail}
  }
}

/** One request and what comes of it. */
class Exchange {
  readonly #interim: Head[] = []
  readonly #early: {bytes: Uint8Array; atNs: number}[] = []
  #tunnel: TunnelCore | undefined

  constructor(
    private readonly h3: H3Connection,
    private readonly stream: QuicStream,
    private readonly request: TunnelRequest,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<Opened> {
    const {h3, stream} = this
    if (this.request.protocol !== undefined) {
      h3.register(stream.id, (bytes, start, end, atNs) => {
        this.#onFrame(bytes, start, end, atNs)
      })
    }
    const head = frame.write(frame.HEADERS, fieldSection.write(requestFields(this.request)))
    const messages = readMessage(h3, stream, () => this.#answered)
    if (!(await stream.write(head))) return this.#notSent(messages)
    h3.requestWritten = true
    // Not `for await`: leaving that would end the generator, and the tunnel goes on with it.
    for (;;) {
      const {value: event, done} = await messages.next()
      if (done) return this.#failed(await h3.ended)
      if (event.kind === 'over') return this.#failed(event.ending)
      if (event.kind === 'fin') return this.#failed(noResponse('the peer ended the stream without a response'))
      if (event.kind === 'data') continue
      const parsed = readResponse(event.fields)
      if ('problem' in parsed) return this.#failed(malformed(stream, parsed.problem).ending)
      const response = parsed.value
      if (response.status >= 200) return this.#opened(response, messages)
      this.#interim.push(response)
      if (this.#interim.length > MAX_INTERIM) {
        return this.#failed(tooMuch(stream, `more than ${MAX_INTERIM} interim responses`).ending)
      }
    }
  }

  /** Resolves if the peer says that it will not look at this request. */
  leftOut(): Promise<Opened> {
    return new Promise(resolve => {
      this.h3.onLeftOut(this.stream.id, () => {
        this.cancel()
        resolve({kind: 'failed', ending: GOING_AWAY})
      })
    })
  }

  cancel(code: bigint = H3.REQUEST_CANCELLED): void {
    this.h3.unregister(this.stream.id)
    this.stream.reset(code)
    this.stream.stop(code)
  }

  #answered = false

  #opened(response: Head, messages: AsyncGenerator<HeadEvent, void, undefined>): Opened {
    this.#answered = true
    const interim = this.#interim
    if (response.status >= 300) {
      this.h3.unregister(this.stream.id)
      return {kind: 'refused', refusal: {...response, body: this.#body(messages)}, interim}
    }
    const {h3, stream, clock, request} = this
    const carrier = new H3Carrier(h3, stream, request.datagrams ?? 'auto', () => clock.nowNs())
    const tunnel = new TunnelCore(response, carrier)
    this.#tunnel = tunnel
    for (const {bytes, atNs} of this.#early.splice(0)) tunnel.onFrame(bytes, 0, bytes.length, atNs)
    void pump(h3, stream, tunnel, messages, clock)
    return {kind: 'tunnel', tunnel, interim}
  }

  #onFrame(bytes: Uint8Array, start: number, end: number, atNs: number): void {
    if (this.#tunnel) this.#tunnel.onFrame(bytes, start, end, atNs)
    // Datagrams may overtake the response; a few are kept for it.
    else if (this.#early.length < 32) this.#early.push({bytes: bytes.slice(start, end), atNs})
  }

  /** What content a refusal has, and an end of our side: nothing more will come from us. */
  async #body(messages: AsyncGenerator<HeadEvent, void, undefined>): Promise<Uint8Array> {
    void this.stream.write(new Uint8Array(0), true)
    let body: Uint8Array = new Uint8Array(0)
    for await (const event of messages) {
      if (event.kind === 'data') body = concat(body, event.bytes)
      else if (event.kind !== 'fields') break
      if (body.length > MAX_BODY) {
        this.stream.stop(H3.REQUEST_CANCELLED)
        break
      }
    }
    return body.subarray(0, MAX_BODY)
  }

  /** The stream took no request: stopped or reset by the peer, or the connection is gone. How, reading tells. */
  async #notSent(messages: AsyncGenerator<HeadEvent, void, undefined>): Promise<Opened> {
    const {value} = await messages.next()
    if (value?.kind === 'over') return this.#failed(value.ending)
    const ending = await new Promise<Ending>(resolve => {
      const leave = this.h3.watchers.add(resolve)
      void this.stream.stopped.then(code => {
        leave()
        resolve(stoppedEnding(code))
      })
    })
    return this.#failed(ending)
  }

  #failed(ending: Ending): Opened {
    this.h3.unregister(this.stream.id)
    return {kind: 'failed', ending}
  }
}

function noResponse(detail: string): Ending {
  return {by: 'peer', how: 'malformed', scope: 'tunnel', detail}
}

export function stoppedEnding(code: bigint): Ending {
  const codeName = http3Name(code)
  const detail = `the peer wants no more from us on this stream: ${codeName}`
  return {by: 'peer', how: 'stopped', scope: 'tunnel', code, codeName, detail}
}

/** Feeds a tunnel from its stream until both are done. */
export async function pump(
  h3: H3Connection,
  stream: QuicStream,
  tunnel: TunnelCore,
  messages: AsyncGenerator<HeadEvent, void, undefined>,
  clock: Clock,
): Promise<void> {
  void stream.stopped.then(code => {
    // An abort is two frames, STOP_SENDING and RESET_STREAM, in any order: the second says more.
    clock.after(STOPPED_GRACE_MS, () => {
      tunnel.end(stoppedEnding(code))
    })
  })
  for await (const event of messages) {
    switch (event.kind) {
      case 'data':
        await tunnel.onData(event.bytes)
        break
      case 'fin':
      case 'over':
        if (!h3.manners.noticesEnd) tunnel.end(await h3.ended)
        else if (event.kind === 'fin') tunnel.onFinished()
        else tunnel.end(event.ending)
        break
      case 'fields':
        // RFC 9114 section 4.4: after the head only DATA may come on a CONNECT stream.
        h3.violated(H3.FRAME_UNEXPECTED, 'a HEADERS frame on an open tunnel')
        break
    }
  }
  h3.unregister(stream.id)
}
