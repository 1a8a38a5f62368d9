/**
 * The evidence: wraps any Transport and tells of everything that crosses, with time, direction and place. Reports are
 * made from this and not by the transports, so that what a report says is what really went through.
 */
import type {Clock} from '../spec/clock.js'
import * as capsule from '../wire/capsule.js'
import type {Ending} from './ending.js'
import type {
  AbortCause,
  AbortReason,
  Carrier,
  DatagramSender,
  DatagramSink,
  Drops,
  Head,
  HeaderList,
  Opened,
  OutgoingUnit,
  SendOutcome,
  Transport,
  Tunnel,
  TunnelRequest,
  Unit,
} from './transport.js'

export interface TapEvent {
  /** Which request of this transport, from 1. */
  readonly tunnel: number
  /** Monotonic; the engine's receive time where there is one, and the time before what we send is handed on. */
  readonly atNs: bigint
  readonly direction: 'sent' | 'received'
  readonly what: TapWhat
}

export type TapWhat =
  | {readonly kind: 'request'; readonly request: TunnelRequest}
  | {readonly kind: 'response'; readonly head: Head}
  /** `payload` is valid during the call. `offset`: of its capsule in the data stream. */
  | {
      readonly kind: 'datagram'
      readonly carrier: Carrier
      readonly offset: number | undefined
      readonly payload: Uint8Array
      /** Of what we send: what became of it on our side. */
      readonly outcome?: SendOutcome
    }
  | {readonly kind: 'capsule'; readonly offset: number | undefined; readonly type: bigint; readonly length: bigint}
  | {readonly kind: 'raw'; readonly bytes: Uint8Array}
  | {readonly kind: 'finish'}
  /** With the code that said so; without where there are none. */
  | {readonly kind: 'abort'; readonly code: bigint | undefined}
  | {readonly kind: 'ended'; readonly ending: Ending}

export type OnTap = (event: TapEvent) => void

/** @param next the number of the next request: of a connection that several look through, they count together */
export function tapTransport(inner: Transport, clock: Clock, onTap: OnTap, next = counter()): Transport {
  return {
    http: inner.http,
    ended: inner.ended,
    async open(request, signal) {
      const tunnel = next()
      const tell: Tell = (direction, what, atNs = clock.nowNs()) => {
        onTap({tunnel, atNs, direction, what})
      }
      tell('sent', {kind: 'request', request})
      return tapOpened(await inner.open(request, signal), tell, () => clock.nowNs())
    },
    async [Symbol.asyncDispose]() {
      await inner[Symbol.asyncDispose]()
    },
  }
}

/** From 1. */
export function counter(): () => number {
  let count = 0
  return () => ++count
}

type Tell = (direction: TapEvent['direction'], what: TapWhat, atNs?: bigint) => void

function tapOpened(opened: Opened, tell: Tell, now: () => bigint): Opened {
  if (opened.kind === 'failed') {
    tell('received', {kind: 'ended', ending: opened.ending})
    return opened
  }
  for (const head of opened.interim) tell('received', {kind: 'response', head})
  if (opened.kind === 'refused') {
    tell('received', {kind: 'response', head: opened.refusal})
    return opened
  }
  const {status, headers} = opened.tunnel
  tell('received', {kind: 'response', head: {status, headers}})
  return {...opened, tunnel: new TappedTunnel(opened.tunnel, tell, now)}
}

class TappedTunnel implements Tunnel {
  #sink: DatagramSink | undefined
  /** Octets of the data stream we wrote; undefined since bytes of unknown meaning went out. */
  #written: number | undefined = 0

  constructor(
    private readonly inner: Tunnel,
    private readonly tell: Tell,
    private readonly now: () => bigint,
  ) {
    void inner.ended.then(ending => {
      tell(ending.by === 'us' ? 'sent' : 'received', {kind: 'ended', ending})
    })
  }

  get status(): number {
    return this.inner.status
  }

  get headers(): HeaderList {
    return this.inner.headers
  }

  get carrier(): Carrier {
    return this.inner.carrier
  }

  get maxPayloadBytes(): number | undefined {
    return this.inner.maxPayloadBytes
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
    this.inner.sink = sink && {
      onDatagram: (bytes, start, end, atNs, carrier) => {
        this.#datagram('received', carrier, bytes.subarray(start, end), undefined, BigInt(Math.round(atNs)))
        sink.onDatagram(bytes, start, end, atNs, carrier)
      },
    }
  }

  get received(): AsyncIterable<Unit> {
    return this.#units()
  }

  async send(unit: OutgoingUnit): Promise<SendOutcome> {
    if (unit.kind === 'capsule') {
      const offset = this.#write(unit.type, unit.value)
      this.tell('sent', {kind: 'capsule', offset, type: unit.type, length: BigInt(unit.value.length)})
      return this.inner.send(unit)
    }
    const carrier = unit.carrier ?? this.carrier
    const offset = carrier === 'capsule' ? this.#write(capsule.DATAGRAM, unit.payload) : undefined
    const atNs = this.now()
    const outcome = await this.inner.send(unit)
    this.#datagram('sent', carrier, unit.payload, offset, atNs, outcome)
    return outcome
  }

  batch(prefix: Uint8Array): DatagramSender {
    const inner = this.inner.batch(prefix)
    return {
      add: (bytes, start, end) => {
        const payload = new Uint8Array(prefix.length + end - start)
        payload.set(prefix)
        payload.set(bytes.subarray(start, end), prefix.length)
        const offset = this.carrier === 'capsule' ? this.#write(capsule.DATAGRAM, payload) : undefined
        this.#datagram('sent', this.carrier, payload, offset)
        inner.add(bytes, start, end)
      },
      flush: () => inner.flush(),
    }
  }

  raw(bytes: Uint8Array): Promise<boolean> {
    this.#written = undefined
    this.tell('sent', {kind: 'raw', bytes})
    return this.inner.raw(bytes)
  }

  finish(): Promise<void> {
    this.tell('sent', {kind: 'finish'})
    return this.inner.finish()
  }

  stop(code: bigint): boolean {
    return this.inner.stop(code)
  }

  abort(reason: AbortReason | bigint, cause?: AbortCause): bigint | undefined {
    const code = this.inner.abort(reason, cause)
    this.tell('sent', {kind: 'abort', code})
    return code
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.inner[Symbol.asyncDispose]()
  }

  async *#units(): AsyncGenerator<Unit, void, undefined> {
    for await (const unit of this.inner.received) {
      switch (unit.kind) {
        case 'datagram':
          this.#datagram('received', unit.carrier, unit.payload, unit.offset, unit.receivedAtNs)
          break
        case 'oversized':
          this.tell('received', {kind: 'capsule', offset: unit.offset, type: capsule.DATAGRAM, length: unit.length})
          break
        case 'capsule':
          this.tell('received', {kind: 'capsule', offset: unit.offset, type: unit.type, length: unit.value.length})
          break
      }
      yield unit
    }
  }

  #datagram(
    direction: TapEvent['direction'],
    carrier: Carrier,
    payload: Uint8Array,
    offset: number | undefined,
    atNs?: bigint,
    outcome?: SendOutcome,
  ): void {
    this.tell(direction, {kind: 'datagram', carrier, offset, payload, ...(outcome !== undefined && {outcome})}, atNs)
  }

  /** Where this capsule begins in our data stream. */
  #write(type: bigint, value: Uint8Array): number | undefined {
    const at = this.#written
    if (at !== undefined) this.#written = at + capsule.write(type, value).length
    return at
  }
}
