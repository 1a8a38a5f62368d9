/**
 * Payloads to one host as packets of one kind, and the payloads of its answers: what the measurements of `probe udp`
 * stand on, inside an IP tunnel. Errors of ICMP that answer these packets are kept beside.
 */
import {AsyncQueue} from '../../http/async-queue.js'
import type {Ending} from '../../http/ending.js'
import type {Drops, SendOutcome} from '../../http/transport.js'
import type {Arrival, DatagramWay} from '../datagram-way.js'
import {IcmpErrors} from './errors.js'
import type {Inner} from './packet.js'
import type {IpDispatcher} from './dispatcher.js'

/** How payloads become packets and packets payloads. */
export interface Packing {
  readonly headerBytes: number
  wrap(payload: Uint8Array): Uint8Array
  /** The payload, if this packet is an answer. */
  unwrap(inner: Inner): Uint8Array | undefined
  /** Whether this was sent by us, this way: of packets that errors quote. */
  isOurs(quoted: Inner): boolean
}

/** More answers than anybody reads in time. */
const MAX_QUEUED = 4096

export class PacketWay implements DatagramWay, Disposable {
  readonly errors = new IcmpErrors()
  readonly #queue = new AsyncQueue<Arrival>()
  #queued = 0
  #dropped = 0
  #isClosed = false
  /** Of the last answer. */
  hopLimit: number | undefined

  constructor(
    private readonly session: IpDispatcher,
    private readonly packing: Packing,
  ) {
    session.listen(({inner, atNs, carrier}) => {
      const {body} = inner
      if (body.kind === 'icmp-error') {
        if (!body.quoted || !packing.isOurs(body.quoted)) return false
        this.errors.add(inner, body)
        return true
      }
      const payload = packing.unwrap(inner)
      if (!payload) return false
      this.hopLimit = inner.hopLimit
      this.#push({payload, atNs, carrier})
      return true
    })
    void session.done.then(() => {
      this[Symbol.dispose]()
    })
  }

  get ended(): Promise<Ending> {
    return this.session.tunnel.ended
  }

  get drops(): Drops {
    const {received, unsent} = this.session.tunnel.drops
    return {received: received + this.#dropped, unsent}
  }

  get maxPayloadBytes(): number | undefined {
    const bytes = this.session.tunnel.maxPacketBytes
    return bytes === undefined ? undefined : bytes - this.packing.headerBytes
  }

  async send(payload: Uint8Array): Promise<SendOutcome> {
    const outcome = await this.session.tunnel.send(this.packing.wrap(payload))
    return typeof outcome === 'object' ? {tooLarge: outcome.tooLarge - this.packing.headerBytes} : outcome
  }

  async *received(): AsyncGenerator<Arrival, void, undefined> {
    for await (const arrival of this.#queue) {
      this.#queued--
      yield arrival
    }
  }

  /** Nothing more is taken; the session goes on. What comes late is still known for an answer, and no stray. */
  [Symbol.dispose](): void {
    this.#isClosed = true
    this.#queue.close()
  }

  #push(arrival: Arrival): void {
    if (this.#isClosed) return
    if (this.#queued >= MAX_QUEUED) {
      this.#dropped++
      return
    }
    this.#queued++
    this.#queue.push(arrival)
  }
}
