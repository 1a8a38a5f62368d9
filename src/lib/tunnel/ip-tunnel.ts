/**
 * An IP tunnel as either of its ends has it (RFC 9484): packets travel in context 0, and capsules say who may send what
 * to whom.
 */
import type {Ending} from '../http/ending.js'
import type {Carrier, CapsuleValue, DatagramSender, SendOutcome, Tunnel} from '../http/transport.js'
import {concat} from '../wire/bytes.js'
import * as capsule from '../wire/capsule.js'
import * as httpDatagram from '../wire/http-datagram.js'
import * as varint from '../wire/varint.js'
import {dialectOfIpDatagram} from './dialect/detect.js'
import type {DialectName} from './dialect/dialect.js'
import {CONTEXT_BYTES, ipv6Obstacle, mtuOf, type MtuObstacle} from './ip-mtu.js'
import {IpSession, MAX_CAPSULE, type Outcome, type Outgoing, type WantedAddress} from './ip-session.js'
import type {AssignedAddress, IpRange, IpSessionState} from './ip-state.js'
import {PacketQueue, type IpArrival} from './packet-queue.js'

/** The rules say `abort`; who wants to see what else a proxy does records a breach and goes on. */
export type OnBreach = 'abort' | 'record'

/** Takes packets as they arrive, without an object for each: `bytes` from `start` to `end`, valid during the call. */
export type PacketSink = (bytes: Uint8Array, start: number, end: number, atNs: number) => void

/** Is told of everything that comes, as it came: what is understood of it is another matter. */
export interface IpObserver {
  /** An HTTP Datagram, from its Context ID on: `bytes` from `start` to `end`, valid during the call. Before it is sorted. */
  onDatagram(bytes: Uint8Array, start: number, end: number, carrier: Carrier): void
  /**
   * A capsule, once it was read and the state is what it made of it. `value`: all of it if it is no longer than
   * MAX_OBSERVED, otherwise the beginning at least; less than `length` also if the stream ended before.
   */
  onCapsule(type: bigint, length: bigint, value: Uint8Array): void
}

/** Who judges capsules as they come, before they are understood; of a type that is not known there is no value. */
export type CapsuleScreen = (type: bigint, value: Uint8Array) => 'take' | 'ignore' | 'abort'

/** Of the values of capsules nobody needs, so much is read for an observer. */
export const MAX_OBSERVED = 64 * 1024

const CONTEXT_ZERO = new Uint8Array(CONTEXT_BYTES)
const NO_VALUE = new Uint8Array(0)

export class IpTunnel implements AsyncDisposable {
  /** Datagrams in contexts nobody registered, which are dropped (RFC 9484 section 6). */
  unknownContexts = 0
  /** HTTP Datagrams without a Context ID, or longer than a packet can be. */
  malformedDatagrams = 0
  /** A known deviation that the other end seems to speak, by a datagram of its. */
  seemsToSpeak: DialectName | undefined
  readonly #session = new IpSession()
  readonly #packets = new PacketQueue()
  readonly #waiting = new Set<() => void>()
  #sink: PacketSink | undefined
  #over = false

  /** Of either end. It reads from now on: nobody else should. */
  constructor(
    readonly tunnel: Tunnel,
    private readonly onBreach: OnBreach = 'abort',
    private readonly observer?: IpObserver,
    private readonly screen: CapsuleScreen = () => 'take',
  ) {
    tunnel.sink = {
      onDatagram: (bytes, start, end, atNs, carrier) => {
        observer?.onDatagram(bytes, start, end, carrier)
        this.#onDatagram(bytes, start, end, atNs, carrier)
      },
    }
    void this.#readCapsules()
  }

  get ended(): Promise<Ending> {
    return this.tunnel.ended
  }

  /** A value: it stays as it is, and another one takes its place. */
  get state(): IpSessionState {
    return this.#session.state
  }

  /** Packets that came and nobody read in time. */
  get dropped(): number {
    return this.#packets.dropped
  }

  /** The largest packet that goes through now. */
  get mtu(): number {
    return mtuOf(this.tunnel)
  }

  /** What stands in the way of IPv6 now. */
  get ipv6Obstacle(): MtuObstacle | undefined {
    return ipv6Obstacle(this.tunnel)
  }

  /** While set, packets go here instead of to `received`. */
  set sink(sink: PacketSink | undefined) {
    this.#sink = sink
  }

  /**
   * The next state that is another than `since`, or the last one when the tunnel has ended.
   * Rejects only with the signal's reason.
   */
  async changed(signal: AbortSignal, since: IpSessionState = this.state): Promise<IpSessionState> {
    while (this.state === since && !this.#over) await this.#change(signal)
    return this.state
  }

  /** Packets as they arrive; ends with the tunnel. One reader. */
  received(): AsyncGenerator<IpArrival, void, undefined> {
    return this.#packets[Symbol.asyncIterator]()
  }

  /** A packet as it is, whatever it is. What does not fit a frame is not sent at all (RFC 9484 section 10.1). */
  async send(packet: Uint8Array): Promise<SendOutcome> {
    const outcome = await this.tunnel.send({kind: 'datagram', payload: concat(CONTEXT_ZERO, packet)})
    return typeof outcome === 'object' ? {tooLarge: Math.max(0, outcome.tooLarge - CONTEXT_BYTES)} : outcome
  }

  /** For many packets. */
  batch(): DatagramSender {
    return this.tunnel.batch(CONTEXT_ZERO)
  }

  /** An HTTP Datagram in any context: what it means is between the two ends. */
  sendInContext(contextId: bigint, payload: Uint8Array, width?: varint.Width): Promise<SendOutcome> {
    return this.tunnel.send({kind: 'datagram', payload: httpDatagram.writeContext(contextId, payload, width)})
  }

  requestAddresses(wanted: readonly WantedAddress[]): Promise<SendOutcome> {
    return this.#say(this.#session.request(wanted))
  }

  /** Replaces everything that was assigned; refusals may be among it. */
  assign(
    addresses: readonly AssignedAddress[],
    write?: (addresses: readonly AssignedAddress[]) => Uint8Array,
  ): Promise<SendOutcome> {
    return this.#say(this.#session.assign(addresses, write))
  }

  /** Replaces everything that was advertised. Their order is not changed: `sorted` puts them into that of the rules. */
  advertise(routes: readonly IpRange[]): Promise<SendOutcome> {
    return this.#say(this.#session.advertise(routes))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.tunnel[Symbol.asyncDispose]()
  }

  #say({type, value}: Outgoing): Promise<SendOutcome> {
    this.#changed()
    return this.tunnel.send({kind: 'capsule', type, value})
  }

  #onDatagram(bytes: Uint8Array, start: number, end: number, atNs: number, carrier: 'frame' | 'capsule'): void {
    const fast = varint.peekFast(bytes, start, end)
    // The fast reader declines only integers that are cut off and those of 8 octets that are huge.
    if (fast < 0 && end - start < 8) this.malformedDatagrams++
    else if (fast < 0 || fast >= 16) {
      this.unknownContexts++
      this.seemsToSpeak ??= dialectOfIpDatagram(bytes.subarray(start, end))
    } else if (this.#sink) this.#sink(bytes, start + fast, end, atNs)
    else this.#packets.push({packet: bytes.slice(start + fast, end), atNs: BigInt(Math.round(atNs)), carrier})
  }

  async #readCapsules(): Promise<void> {
    for await (const unit of this.tunnel.received) {
      // Longer than a packet can be: it cannot be forwarded, and that is no breach (RFC 9484 section 7.2).
      if (unit.kind === 'oversized') {
        this.malformedDatagrams++
        this.observer?.onCapsule(capsule.DATAGRAM, unit.length, unit.head)
      } else if (unit.kind === 'capsule') await this.#onCapsule(unit.type, unit.value)
    }
    this.#over = true
    this.#packets.close()
    this.#changed()
  }

  async #onCapsule(type: bigint, value: CapsuleValue): Promise<void> {
    const isKnown = IpSession.knows(type)
    const isRead = isKnown && value.length <= BigInt(MAX_CAPSULE)
    const read = isRead ? await beginning(value.pieces, MAX_CAPSULE) : undefined
    if (!isKnown) this.#skip(type)
    else if (!read) this.#judge(this.#session.tooLarge(`a capsule of ${value.length} octets is more than we take`))
    // Cut off by the end of the stream: that has a verdict of its own.
    else if (BigInt(read.length) === value.length) this.#take(type, read)
    this.#changed()
    if (this.observer) {
      this.observer.onCapsule(type, value.length, read ?? (await beginning(value.pieces, MAX_OBSERVED)))
    }
  }

  /** Of what nobody knows, nobody reads the value. */
  #skip(type: bigint): void {
    this.#session.skipped()
    if (this.screen(type, NO_VALUE) === 'abort') this.tunnel.abort('message-error')
  }

  #take(type: bigint, value: Uint8Array): void {
    switch (this.screen(type, value)) {
      case 'take':
        this.#judge(this.#session.received(type, value))
        break
      case 'abort':
        this.tunnel.abort('message-error')
        break
      case 'ignore':
    }
  }

  #judge(outcome: Outcome): void {
    if (typeof outcome === 'string' || this.onBreach === 'record') return
    if ('breach' in outcome) {
      this.tunnel.abort('message-error', {how: 'malformed', detail: `we aborted the tunnel: ${outcome.breach}`})
    } else {
      // A limit of ours: told as such, or whoever reads of the end would look for a fault of the proxy's.
      const detail = `we aborted the tunnel, a limit of ours: ${outcome.tooLarge}`
      this.tunnel.abort('internal-error', {how: 'over-limit', detail})
    }
  }

  #changed(): void {
    for (const wake of [...this.#waiting]) wake()
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error)
        return
      }
      const settle = (): void => {
        this.#waiting.delete(settle)
        signal.removeEventListener('abort', refuse)
        resolve()
      }
      const refuse = (): void => {
        this.#waiting.delete(settle)
        reject(signal.reason as Error)
      }
      this.#waiting.add(settle)
      signal.addEventListener('abort', refuse, {once: true})
    })
  }
}

/** So much at least, or all of it: one that never ends is not waited for. */
async function beginning(pieces: CapsuleValue['pieces'], limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  // A piece is lent until the next is asked for.
  for await (const piece of pieces) {
    parts.push(piece.slice())
    size += piece.length
    if (size >= limit) break
  }
  return concat(...parts)
}
