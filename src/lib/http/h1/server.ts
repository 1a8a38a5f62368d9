/** The server's side of one HTTP/1.1 connection: requests one after the other, until one becomes a tunnel. */
import type {ByteStream} from '../../net/stream/byte-stream.js'
import type {Clock} from '../../spec/clock.js'
import {concat} from '../../wire/bytes.js'
import {WireError} from '../../wire/error.js'
import {requestFraming} from '../../wire/h1-framing.js'
import * as head from '../../wire/h1-head.js'
import {HEAD_LIMITS} from '../../wire/h1-head-reader.js'
import type {RequestCare} from '../request-care.js'
import type {IncomingRequest} from '../transport.js'
import {letGo} from './carrier.js'
import {H1Incoming} from './incoming.js'
import {askedFor, statusWords} from './messages.js'
import {H1Wire} from './wire.js'

export interface H1ServerOptions {
  readonly clock: Clock
  /** IP and port of the client. */
  readonly from: string
  /** Of the connection: https over TLS. */
  readonly scheme: 'http' | 'https'
  readonly care?: RequestCare
  onRequest(incoming: IncomingRequest): void
}

/** A client has this long for the head of a request, and between requests. */
const HEAD_TIMEOUT_MS = 30_000

export class H1ServerConnection {
  readonly #wire: H1Wire

  constructor(
    stream: ByteStream,
    private readonly options: H1ServerOptions,
  ) {
    this.#wire = new H1Wire(stream)
  }

  /** Until the connection is over, or a tunnel's. Never rejects. */
  async serve(): Promise<void> {
    while (await this.#next());
  }

  /** One request; whether there may be another. */
  async #next(): Promise<boolean> {
    try {
      const octets = await this.#readHead()
      if (!octets) return false
      const request = head.readRequest(octets)
      return await this.#serve(this.options.care?.mendHead?.(request) ?? request)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      return this.#refuse(error.code === 'too-large' ? 431 : 400, error.message)
    }
  }

  /** @throws WireError */
  async #readHead(): Promise<Uint8Array | undefined> {
    const {stream} = this.#wire
    const cancel = this.options.clock.after(HEAD_TIMEOUT_MS, () => {
      this.#refuse(408, 'no request within 30 s')
    })
    try {
      const octets = await this.#wire.readHead('request', HEAD_LIMITS)
      if (!('cut' in octets)) return octets
      if (octets.cut === 'within' && stream.ending?.how === 'fin') this.#refuse(400, 'half a request')
      else letGo(this.#wire, this.options.clock)
      return undefined
    } finally {
      cancel()
    }
  }

  async #serve(request: head.H1Request): Promise<boolean> {
    const {framing} = requestFraming(request.fields)
    const asked = askedFor(request, this.options.scheme)
    if ('problem' in asked) return this.#refuseMalformed(asked.status, asked.problem)
    const hasContent = framing.kind !== 'none' && !(framing.kind === 'length' && framing.length === 0)
    if (asked.isUpgrade && hasContent) return this.#refuse(400, 'an Upgrade with content')
    const incoming = new H1Incoming(this.#wire, request, asked, {...this.options, hasContent})
    this.options.onRequest(incoming)
    return incoming.answered
  }

  /** As the RFCs say, or the policy. */
  #refuseMalformed(status: number, why: string): boolean {
    const answer = this.options.care?.onMalformed?.()
    if (!answer) return this.#refuse(status, why)
    if (answer.kind === 'status') return this.#refuse(answer.status, why)
    if (answer.kind === 'reset') this.#wire.stream.reset()
    else if (answer.kind === 'close-connection') letGo(this.#wire, this.options.clock)
    return false
  }

  /** For what is no request; nothing more is read. */
  #refuse(status: number, why: string): boolean {
    const content = new TextEncoder().encode(`${why}\n`)
    const fields: head.H1Field[] = [
      ['Content-Type', 'text/plain'],
      ['Content-Length', String(content.length)],
      ['Connection', 'close'],
    ]
    void this.#wire.write(concat(head.writeResponse({status, reason: statusWords(status), fields}), content))
    letGo(this.#wire, this.options.clock)
    return false
  }
}
