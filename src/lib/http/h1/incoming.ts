/** One request that came over HTTP/1.1, and what is answered to it. */
import type {Clock} from '../../spec/clock.js'
import {concat} from '../../wire/bytes.js'
import {listed, writeChunks} from '../../wire/h1-framing.js'
import * as head from '../../wire/h1-head.js'
import type {CapsuleReading} from '../capsule-reading.js'
import type {Ending} from '../ending.js'
import {endingOfStream} from '../stream-ending.js'
import type {RequestCare} from '../request-care.js'
import type {Head, IncomingRequest, Tunnel, TunnelRequest} from '../transport.js'
import {TunnelCore} from '../tunnel-core.js'
import {H1Carrier, letGo, pump} from './carrier.js'
import {statusWords} from './messages.js'
import type {H1Wire} from './wire.js'

interface IncomingOptions {
  readonly clock: Clock
  readonly from: string
  /** Content that nobody is going to read. */
  readonly hasContent: boolean
  readonly care?: RequestCare
}

export class H1Incoming implements IncomingRequest {
  readonly http = '1.1'
  readonly request: TunnelRequest
  #isTunnel = false
  #settleEnded!: (ending: Ending) => void
  #settleAnswered!: (mayGoOn: boolean) => void

  readonly ended = new Promise<Ending>(resolve => {
    this.#settleEnded = resolve
  })
  /** Whether the connection is free for another request. */
  readonly answered = new Promise<boolean>(resolve => {
    this.#settleAnswered = resolve
  })

  constructor(
    private readonly wire: H1Wire,
    private readonly original: head.H1Request,
    private readonly asked: {readonly request: TunnelRequest; readonly isUpgrade: boolean},
    private readonly options: IncomingOptions,
  ) {
    this.request = asked.request
    void wire.stream.over.then(end => {
      if (!this.#isTunnel) this.#settleEnded(endingOfStream(end))
      this.#settleAnswered(false)
    })
  }

  get from(): string {
    return this.options.from
  }

  /** The head goes as it is: Connection and Upgrade are up to the policy. */
  accept(response: Head, reading?: CapsuleReading): Tunnel {
    const {wire, options} = this
    void wire.write(this.#head(response, response.headers))
    this.#isTunnel = true
    const tunnel = new TunnelCore(response, new H1Carrier(wire, options.clock), reading)
    void pump(wire, tunnel)
    void tunnel.ended.then(this.#settleEnded)
    this.#settleAnswered(false)
    return tunnel
  }

  async refuse(response: Head, content: Uint8Array = new Uint8Array(0)): Promise<void> {
    const names = new Set(response.headers.map(([name]) => name.toLowerCase()))
    const stays = this.#mayGoOn()
    const fields: head.H1Field[] = [...response.headers]
    const {trailers} = response
    if (trailers) fields.push(['Transfer-Encoding', 'chunked'])
    else if (!names.has('content-length') && !names.has('transfer-encoding')) {
      fields.push(['Content-Length', String(content.length)])
    }
    if (!stays && !names.has('connection')) fields.push(['Connection', 'close'])
    const behind = trailers ? writeChunks(content, trailers) : content
    await this.wire.write(concat(this.#head(response, fields), behind))
    if (!stays) letGo(this.wire, this.options.clock)
    this.#settleAnswered(stays)
  }

  abort(): void {
    this.wire.stream.reset()
    this.#settleAnswered(false)
  }

  #head({status}: Head, fields: readonly head.H1Field[]): Uint8Array {
    return head.writeResponse({status, reason: statusWords(status), fields})
  }

  /**
   * What follows a refused request for a tunnel may have been meant for the tunnel: it must not be taken for a request
   * (RFC 9931). Content is not read, so that nothing can follow it.
   */
  #mayGoOn(): boolean {
    const {method, version, fields} = this.original
    if (this.wire.stream.ending !== undefined) return false
    if (method === 'CONNECT' && !this.options.care?.goesOnAfterConnect) return false
    if (this.options.hasContent || version === '1.0') return false
    if (this.asked.isUpgrade && this.wire.hasMore) return false
    return !listed(fields, 'connection').includes('close')
  }
}
