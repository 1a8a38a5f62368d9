/**
 * The part of a tunnel that is the same over every version of HTTP: queues, capsules in and out, the one ending.
 * What differs is a `TunnelCarrier`: frames, the data stream, and how a stream is ended.
 */
import {nextTurn} from '../spec/clock.js'
import * as capsule from '../wire/capsule.js'
import {WireError} from '../wire/error.js'
import {CapsuleIntake, skipValue} from './capsule-intake.js'
import {AS_ASKED, type CapsuleReading} from './capsule-reading.js'
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
  OutgoingUnit,
  SendOutcome,
  Tunnel,
  Unit,
} from './transport.js'
import {UnitQueue} from './unit-queue.js'

export interface TunnelCarrier {
  readonly carrier: Carrier
  readonly maxPayloadBytes: number | undefined
  /** Now, in nanoseconds: for what comes by the stream, which has no time of its own. */
  nowNs(): bigint
  sendFrame(payload: Uint8Array): SendOutcome
  frameBatch(prefix: Uint8Array): DatagramSender
  /** Bytes of the data stream. False: it takes no more. */
  writeData(bytes: Uint8Array): Promise<boolean>
  writeRaw(bytes: Uint8Array): Promise<boolean>
  finish(): Promise<void>
  /** The code that went out; undefined where there are none. */
  abort(reason: AbortReason | bigint): bigint | undefined
  /** Where one direction can be given up alone. */
  stop?(code: bigint): void
  /** Lets go politely: ends our side, asks for no more. */
  release(): void
}

/** Beyond this a datagram is refused rather than kept. */
const MAX_WAITING_BYTES = 1 << 20

export class TunnelCore implements Tunnel {
  readonly #carrier: TunnelCarrier
  readonly #queue = new UnitQueue()
  readonly #intake: CapsuleIntake
  #sink: DatagramSink | undefined
  #unsent = 0
  /** Of datagrams in capsules that flow control has not let go. */
  #waitingBytes = 0
  #open = true
  #settleEnded!: (ending: Ending) => void

  readonly ended = new Promise<Ending>(resolve => {
    this.#settleEnded = resolve
  })

  constructor(
    private readonly head: Head,
    carrier: TunnelCarrier,
    private readonly reading: CapsuleReading = AS_ASKED,
  ) {
    this.#carrier = carrier
    const target = {
      datagram: (payload: Uint8Array, offset: number): void => {
        this.#deliver(payload, 0, payload.length, Number(carrier.nowNs()), 'capsule', offset)
      },
      capsule: (unit: Exclude<Unit, {kind: 'datagram'}>) => this.#queue.pushCapsule(unit),
      giveUp: (how: 'abort' | 'finish'): void => {
        if (how === 'abort') this.malformed('a capsule that is taken for an error')
        else void this[Symbol.asyncDispose]()
      },
    }
    this.#intake = new CapsuleIntake(target, reading)
  }

  get status(): number {
    return this.head.status
  }

  get headers(): HeaderList {
    return this.head.headers
  }

  get carrier(): Carrier {
    return this.#carrier.carrier
  }

  get maxPayloadBytes(): number | undefined {
    return this.#carrier.maxPayloadBytes
  }

  get drops(): Drops {
    return {received: this.#queue.dropped, unsent: this.#unsent}
  }

  get sink(): DatagramSink | undefined {
    return this.#sink
  }

  set sink(sink: DatagramSink | undefined) {
    this.#sink = sink
    if (!sink) return
    for (const {payload, receivedAtNs, carrier} of this.#queue.takeDatagrams()) {
      sink.onDatagram(payload, 0, payload.length, Number(receivedAtNs), carrier)
    }
  }

  get received(): AsyncIterable<Unit> {
    return {[Symbol.asyncIterator]: () => this.#units()}
  }

  async send(unit: OutgoingUnit): Promise<SendOutcome> {
    if (!this.#open) return 'closed'
    if (unit.kind === 'capsule') return this.#sendCapsule(unit.type, unit.value)
    if ((unit.carrier ?? this.carrier) === 'capsule') return this.#sendDatagramCapsule(unit.payload)
    const outcome = this.#carrier.sendFrame(unit.payload)
    if (outcome === 'queueFull') this.#unsent++
    return outcome
  }

  batch(prefix: Uint8Array): DatagramSender {
    const frames = this.#carrier.frameBatch(prefix)
    return {
      add: (bytes, start, end) => {
        frames.add(bytes, start, end)
      },
      flush: () => {
        const result = frames.flush()
        this.#unsent += result.why === 'queueFull' ? result.dropped : 0
        return result
      },
    }
  }

  raw(bytes: Uint8Array): Promise<boolean> {
    return this.#open ? this.#carrier.writeRaw(bytes) : Promise.resolve(false)
  }

  finish(): Promise<void> {
    return this.#carrier.finish()
  }

  stop(code: bigint): boolean {
    if (!this.#open || !this.#carrier.stop) return false
    this.#carrier.stop(code)
    return true
  }

  abort(reason: AbortReason | bigint, cause?: AbortCause): bigint | undefined {
    const code = this.#carrier.abort(reason)
    const {how, detail} = cause ?? {how: 'aborted', detail: 'we aborted the tunnel'}
    this.end({by: 'us', how, scope: 'tunnel', ...(code !== undefined && {code}), detail})
    return code
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#carrier.release()
    this.end({by: 'us', how: 'finished', scope: 'tunnel', detail: 'we closed the tunnel'})
    await Promise.resolve()
  }

  // What follows is called by whoever feeds the tunnel.

  /** An HTTP Datagram in a frame. */
  onFrame(bytes: Uint8Array, start: number, end: number, atNs: number): void {
    if (this.#open) this.#deliver(bytes, start, end, atNs, 'frame')
  }

  /** Bytes of the data stream; more should not be read before this resolves. */
  onData(bytes: Uint8Array): Promise<void> {
    if (!this.#open) return Promise.resolve()
    const said = this.reading.answers?.(bytes)
    if (said) void this.#carrier.writeRaw(said)
    return this.#intake.push(bytes)
  }

  /** The peer ended its side of the stream. */
  onFinished(): void {
    try {
      this.#intake.end()
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      const made = this.reading.onTruncated?.()
      if (!made) {
        this.malformed('the stream ended in the middle of a capsule')
        return
      }
      if (made === 'deliver') this.#intake.deliverRest()
    }
    this.end({by: 'peer', how: 'finished', scope: 'tunnel', detail: 'the peer ended the stream'})
  }

  /** The message breaks the rules: says so to the peer. */
  malformed(detail: string): void {
    if (this.#open) this.abort('message-error', {how: 'malformed', detail})
  }

  /** The first ending counts. */
  end(ending: Ending): void {
    if (!this.#open) return
    this.#open = false
    this.#intake.abandon()
    this.#queue.close()
    this.#settleEnded(ending)
  }

  async *#units(): AsyncGenerator<Unit, void, undefined> {
    for (;;) {
      const unit = await this.#queue.next()
      if (!unit) return
      try {
        yield unit
      } finally {
        skipValue(unit)
      }
    }
  }

  #deliver(bytes: Uint8Array, start: number, end: number, atNs: number, carrier: Carrier, offset?: number): void {
    if (this.#sink) {
      this.#sink.onDatagram(bytes, start, end, atNs, carrier)
      return
    }
    const payload = bytes.slice(start, end)
    this.#queue.pushDatagram({kind: 'datagram', carrier, payload, receivedAtNs: BigInt(Math.round(atNs)), offset})
  }

  /** Datagrams wait for nobody: a peer that never opens a window must not hold up who sends them. */
  async #sendDatagramCapsule(payload: Uint8Array): Promise<SendOutcome> {
    if (this.#waitingBytes > MAX_WAITING_BYTES) {
      this.#unsent++
      return 'queueFull'
    }
    this.#waitingBytes += payload.length
    const sending = this.#sendCapsule(capsule.DATAGRAM, payload).finally(() => {
      this.#waitingBytes -= payload.length
    })
    return Promise.race([sending, new Promise<SendOutcome>(resolve => nextTurn(() => resolve('accepted')))])
  }

  async #sendCapsule(type: bigint, value: Uint8Array): Promise<SendOutcome> {
    const taken = await this.#carrier.writeData(capsule.write(type, value))
    return taken ? 'accepted' : 'closed'
  }
}
