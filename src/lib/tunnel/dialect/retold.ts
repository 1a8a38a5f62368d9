/** A tunnel whose two ends frame things differently: above it all is as the RFCs say, below it as the dialect does. */
import type {Ending} from '../../http/ending.js'
import type {
  AbortCause,
  AbortReason,
  Carrier,
  DatagramSender,
  DatagramSink,
  Drops,
  HeaderList,
  OutgoingUnit,
  SendOutcome,
  Tunnel,
  Unit,
} from '../../http/transport.js'
import {concat} from '../../wire/bytes.js'
import type {Framing} from './dialect.js'

const CONTEXT_ZERO = Uint8Array.of(0)

export class RetoldTunnel implements Tunnel {
  readonly #numbers: ReadonlyMap<bigint, bigint>
  /** What goes missing on the wire. */
  readonly #saved: number
  #sink: DatagramSink | undefined

  constructor(
    private readonly inner: Tunnel,
    private readonly framing: Framing,
  ) {
    this.#numbers = new Map([...framing.capsules].map(([ours, theirs]) => [theirs, ours]))
    this.#saved = framing.contextIds ? 0 : CONTEXT_ZERO.length
  }

  get status(): number {
    return this.inner.status
  }

  get headers(): HeaderList {
    return this.inner.headers
  }

  get carrier(): Carrier {
    return this.framing.onStream ? 'capsule' : this.inner.carrier
  }

  get maxPayloadBytes(): number | undefined {
    const size = this.framing.onStream ? undefined : this.inner.maxPayloadBytes
    return size === undefined ? undefined : size + this.#saved
  }

  get drops(): Drops {
    return this.inner.drops
  }

  get ended(): Promise<Ending> {
    return this.inner.ended
  }

  get sink(): DatagramSink | undefined {
    return this.#sink
  }

  set sink(sink: DatagramSink | undefined) {
    this.#sink = sink
    this.inner.sink = sink && !this.framing.contextIds ? withContext(sink) : sink
  }

  get received(): AsyncIterable<Unit> {
    const units = this.inner.received
    return {[Symbol.asyncIterator]: () => this.#units(units)}
  }

  async send(unit: OutgoingUnit): Promise<SendOutcome> {
    if (unit.kind === 'capsule') {
      return this.inner.send({...unit, type: this.framing.capsules.get(unit.type) ?? unit.type})
    }
    if (this.framing.contextIds) return this.inner.send(unit)
    // Other contexts cannot be said.
    if (unit.payload[0] !== 0) return 'notNegotiated'
    const payload = unit.payload.subarray(CONTEXT_ZERO.length)
    const outcome = await this.inner.send({...unit, payload, ...(this.framing.onStream && {carrier: 'capsule'})})
    return typeof outcome === 'object' ? {tooLarge: outcome.tooLarge + this.#saved} : outcome
  }

  batch(prefix: Uint8Array): DatagramSender {
    if (this.framing.contextIds) return this.inner.batch(prefix)
    if (prefix[0] !== 0) return new Unsayable()
    const rest = prefix.subarray(CONTEXT_ZERO.length)
    return this.framing.onStream ? new StreamBatch(this.inner, rest) : this.inner.batch(rest)
  }

  raw(bytes: Uint8Array): Promise<boolean> {
    return this.inner.raw(bytes)
  }

  finish(): Promise<void> {
    return this.inner.finish()
  }

  stop(code: bigint): boolean {
    return this.inner.stop(code)
  }

  abort(reason: AbortReason | bigint, cause?: AbortCause): bigint | undefined {
    return this.inner.abort(reason, cause)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.inner[Symbol.asyncDispose]()
  }

  async *#units(units: AsyncIterable<Unit>): AsyncGenerator<Unit, void, undefined> {
    for await (const unit of units) yield this.#retell(unit)
  }

  #retell(unit: Unit): Unit {
    switch (unit.kind) {
      case 'capsule':
        return {...unit, type: this.#numbers.get(unit.type) ?? unit.type}
      case 'datagram':
        return this.framing.contextIds ? unit : {...unit, payload: concat(CONTEXT_ZERO, unit.payload)}
      case 'oversized':
        if (this.framing.contextIds) return unit
        return {...unit, length: unit.length + BigInt(this.#saved), head: concat(CONTEXT_ZERO, unit.head)}
    }
  }
}

function withContext(sink: DatagramSink): DatagramSink {
  return {
    onDatagram(bytes, start, end, atNs, carrier) {
      const payload = concat(CONTEXT_ZERO, bytes.subarray(start, end))
      sink.onDatagram(payload, 0, payload.length, atNs, carrier)
    },
  }
}

/** Capsules that wait for flow control; beyond this more are refused rather than kept. */
const MAX_PENDING_BYTES = 1 << 20

/** Datagrams for the stream of a tunnel whose own batches would take frames. */
class StreamBatch implements DatagramSender {
  readonly #payloads: Uint8Array[] = []
  #pendingBytes = 0

  constructor(
    private readonly tunnel: Tunnel,
    private readonly prefix: Uint8Array,
  ) {}

  add(bytes: Uint8Array, start: number, end: number): void {
    this.#payloads.push(concat(this.prefix, bytes.subarray(start, end)))
  }

  flush(): ReturnType<DatagramSender['flush']> {
    const payloads = this.#payloads.splice(0)
    if (this.#pendingBytes > MAX_PENDING_BYTES) return {sent: 0, dropped: payloads.length, why: 'queueFull'}
    for (const payload of payloads) void this.#send(payload)
    return {sent: payloads.length, dropped: 0}
  }

  async #send(payload: Uint8Array): Promise<void> {
    this.#pendingBytes += payload.length
    await this.tunnel.send({kind: 'datagram', payload, carrier: 'capsule'})
    this.#pendingBytes -= payload.length
  }
}

/** Datagrams in contexts that the dialect has no words for. */
class Unsayable implements DatagramSender {
  #count = 0

  add(): void {
    this.#count++
  }

  flush(): ReturnType<DatagramSender['flush']> {
    const dropped = this.#count
    this.#count = 0
    return {sent: 0, dropped, why: 'notNegotiated'}
  }
}
