/** One end of a fake connection. The two ends call each other over the network's link. */
import {kind} from '../../../src/lib/native/records.js'
import {
  NOT_NEGOTIATED,
  type NativeHandshake,
  type NativePeculiarities,
  type NativeStats,
  type NativeTransport,
} from '../../../src/lib/native/surface.js'
import {concat} from '../../../src/lib/wire/bytes.js'
import * as varint from '../../../src/lib/wire/varint.js'
import {announcedLimit, BUFFER_OVERHEAD, FRAME_OVERHEAD, injected, paddedInFront, receiveBuffer} from './datagrams.js'
import {ackFrame, cryptoFrame, datagramFrame, maxStreamDataFrame, resetFrame, stopFrame, streamFrame} from './frames.js'
import type {FakeNetwork} from './network.js'
import {u64, type RecordQueue} from './records.js'
import {ReceivingSide, SendingSide} from './stream.js'

const LOST = {APPLICATION: 1, TRANSPORT: 2, AT_FAULT: 3, TIMED_OUT: 4, LOCALLY: 6} as const
const DEFAULT_IDLE_MS = 30_000
const DEFAULT_STREAMS = 100
const DATAGRAM_BUFFER = 1 << 20
const MAX_ACK_DELAY_MS = 25
const STREAM_WINDOW = 256 * 1024
const [FRAME_ENCODING_ERROR, PROTOCOL_VIOLATION] = [0x07n, 0x0an]

export interface ConnectionSetup {
  readonly network: FakeNetwork
  readonly records: RecordQueue
  readonly id: number
  readonly isServer: boolean
  readonly transport: NativeTransport
  readonly peculiarities: NativePeculiarities
}

export class FakeConnection {
  /** undefined until the server has heard of the client. */
  peer!: FakeConnection
  handshake: NativeHandshake = {localParameters: new Uint8Array(0), peerChain: []}
  over = false
  address = ''
  readonly #sending = new Map<number, SendingSide>()
  readonly #receiving = new Map<number, ReceivingSide>()
  readonly #granted = new Map<number, number>()
  readonly #opened = {bidi: 0, uni: 0}
  readonly #finishedPeerStreams = {bidi: 0, uni: 0}
  #wantsStream = false
  #queuedDatagramBytes = 0
  #wantsDrain = false
  #packetNumber = 0
  readonly #counts = {sent: 0, lost: 0, received: 0, datagramsSent: 0, datagramsReceived: 0, datagramPackets: 0}
  /** Packets whose acknowledgement waits for another packet, or for its time. */
  readonly #unacknowledged: number[] = []
  #cancelAcknowledgement: (() => void) | undefined
  #cancelIdle: (() => void) | undefined
  #isEstablished = false
  /** What overtook the handshake. */
  readonly #early: (() => void)[] = []

  constructor(readonly setup: ConnectionSetup) {
    this.touch()
  }

  get network(): FakeNetwork {
    return this.setup.network
  }

  /** The peer's Handshake packets are there, and with them a frame that has no place in them, if it sends any. */
  establish(handshake: NativeHandshake): void {
    if (this.over) return
    const flight = this.peer.#handshakeFrames()
    this.#logFrames('received', flight, this.#packetNumber++, 0)
    if (this.peer.setup.peculiarities.misplacedDatagrams && !this.setup.peculiarities.bearsMisplacedDatagrams) {
      this.closeByTransport(PROTOCOL_VIOLATION, 'illegal frame type in handshake')
      return
    }
    if (!this.setup.isServer) this.#logFrames('sent', this.#handshakeFrames(), this.#packetNumber++, 0)
    this.handshake = handshake
    this.#record(kind.CONNECTED, this.setup.isServer ? 1 : 0)
    this.touch()
    this.#isEstablished = true
    for (const happen of this.#early.splice(0)) this.#whenEstablished(happen)
  }

  /** A server reads nothing of a client whose handshake is not done (RFC 9001 section 5.7). */
  #whenEstablished(happen: () => void): void {
    if (this.over) return
    if (this.setup.isServer && !this.#isEstablished) this.#early.push(happen)
    else happen()
  }

  get #window(): number {
    return this.setup.transport.streamReceiveWindow ?? STREAM_WINDOW
  }

  localParameters(): Uint8Array {
    const {transport, peculiarities} = this.setup
    const integer = (id: number, value: number): Uint8Array => {
      if (peculiarities.omittedParameters?.includes(id)) return new Uint8Array(0)
      const encoded = varint.write(value)
      return concat(varint.write(id), varint.write(encoded.length), encoded)
    }
    return concat(
      integer(0x01, transport.idleTimeoutMs ?? DEFAULT_IDLE_MS),
      integer(0x03, 65527),
      integer(0x06, this.#window),
      integer(0x08, transport.maxBidiStreams ?? DEFAULT_STREAMS),
      ...(transport.datagrams === false ? [] : [integer(0x20, Math.min(65535, receiveBuffer(transport)))]),
      peculiarities.extraParameters ?? new Uint8Array(0),
    )
  }

  /** The first datagram of the peer came in. */
  answered(): void {
    this.#record(kind.ANSWERED, 0, u64(this.network.clock.nowNs()))
  }

  openStream(unidirectional: boolean): number {
    const name = unidirectional ? 'uni' : 'bidi'
    const {maxBidiStreams = DEFAULT_STREAMS, maxUniStreams = DEFAULT_STREAMS} = this.peer.setup.transport
    const limit = (unidirectional ? maxUniStreams : maxBidiStreams) + this.peer.#finishedPeerStreams[name]
    if (this.#opened[name] >= limit) {
      this.#wantsStream = true
      return -1
    }
    const id = this.#opened[name]++ * 4 + (unidirectional ? 2 : 0) + (this.setup.isServer ? 1 : 0)
    this.#sending.set(id, this.#sendingSide())
    if (!unidirectional) this.#receiving.set(id, new ReceivingSide())
    return id
  }

  write(stream: number, bytes: Uint8Array, finish: boolean): number {
    const side = this.#sending.get(stream)
    if (!side || side.over) throw closed(stream)
    const before = side.sent
    const taken = side.take(bytes.length)
    const {chunkBytes} = this.network.options
    for (let at = 0; at < taken; at += chunkBytes) {
      this.#sendChunk(stream, before + at, bytes.slice(at, Math.min(taken, at + chunkBytes)), false)
    }
    if (finish && taken === bytes.length) {
      side.over = true
      this.#sendChunk(stream, side.sent, new Uint8Array(0), true)
    }
    return taken
  }

  resetStream(stream: number, code: bigint): void {
    const side = this.#sending.get(stream)
    if (!side || side.over) throw closed(stream)
    side.over = true
    this.#reliably(
      peer => {
        const receiving = peer.#accept(stream)
        if (receiving.over) return
        receiving.over = true
        peer.#record(kind.STREAM_RESET, 0, u64(stream), u64(code))
        peer.#streamOver(stream)
      },
      resetFrame(stream, code, side.sent),
    )
  }

  stopStream(stream: number, code: bigint): void {
    const receiving = this.#receiving.get(stream)
    if (!receiving || receiving.over) throw closed(stream)
    receiving.over = true
    this.#streamOver(stream)
    this.#reliably(
      peer => {
        const side = peer.#sending.get(stream)
        if (side && !side.over) peer.#record(kind.STREAM_STOPPED, 0, u64(stream), u64(code))
      },
      stopFrame(stream, code),
    )
  }

  consumed(stream: number, bytes: number): void {
    const granted = (this.#granted.get(stream) ?? this.#window) + bytes
    this.#granted.set(stream, granted)
    this.#reliably(
      peer => {
        const side = peer.#sending.get(stream)
        if (!side) return
        side.limit += bytes
        if (side.blocked) {
          side.blocked = false
          peer.#record(kind.STREAM_WRITABLE, 0, u64(stream))
        }
      },
      maxStreamDataFrame(stream, granted),
    )
  }

  get maxDatagramBytes(): number {
    if (this.setup.transport.datagrams === false) return -1
    const limit = this.setup.peculiarities.assumedDatagramLimit ?? announcedLimit(this.peer.localParameters())
    if (limit === undefined) return -1
    return Math.min(this.network.options.datagramBytes, Math.max(0, limit - FRAME_OVERHEAD))
  }

  sendDatagrams(packed: Uint8Array): number {
    const limit = this.maxDatagramBytes
    if (limit < 0) return NOT_NEGOTIATED
    const buffer = this.setup.transport.datagramSendBufferBytes ?? DATAGRAM_BUFFER
    let accepted = 0
    for (let at = 0; at + 2 <= packed.length; accepted++) {
      const length = packed[at]! + packed[at + 1]! * 256
      if (length > limit) return -1 - accepted
      if (this.#queuedDatagramBytes + length > buffer) {
        this.#wantsDrain = true
        break
      }
      const payload = packed.slice(at + 2, at + 2 + length)
      this.#sendDatagrams(datagramFrame(payload), [payload])
      at += 2 + length
    }
    return accepted
  }

  /** What is in them happens at the peer; of nonsense, and of frames nobody knows, it says so as a real one does. */
  injectFrames(frames: Uint8Array): number {
    const limit = this.maxDatagramBytes
    if (limit < 0) return NOT_NEGOTIATED
    if (frames.length > limit) return -1
    const bytes = paddedInFront(frames)
    const {datagrams, refused} = injected(bytes)
    if (datagrams.length > 0) this.#sendDatagrams(bytes, datagrams)
    this.#reliably(
      peer => {
        if (refused !== undefined) peer.closeByTransport(FRAME_ENCODING_ERROR, refused)
      },
      datagrams.length > 0 ? undefined : bytes,
    )
    return 1
  }

  close(code: bigint, reason: Uint8Array): void {
    if (this.over) return
    this.#reliably(peer => peer.end(LOST.APPLICATION, code, reason))
    this.end(LOST.LOCALLY, code, reason)
  }

  /** We find the peer at fault: both ends hear the code. */
  closeByTransport(code: bigint, reason: string): void {
    if (this.over) return
    const text = new TextEncoder().encode(reason)
    this.#reliably(peer => peer.end(LOST.TRANSPORT, code, text))
    this.end(LOST.AT_FAULT, code, text)
  }

  end(how: number, code: bigint, reason: Uint8Array): void {
    if (this.over) return
    this.over = true
    this.#cancelIdle?.()
    this.#record(kind.LOST, how, u64(code), Uint8Array.of(0), reason)
  }

  stats(): NativeStats {
    const {delayMs = 0} = this.network.link.options
    const rttUs = Math.max(1, delayMs * 2000)
    return {
      rttUs, minRttUs: rttUs, congestionWindow: 1 << 20, congestionEvents: 0, mtu: 1200,
      sentPackets: this.#counts.sent, lostPackets: this.#counts.lost, blackHoles: 0,
      udpSent: this.#counts.sent, udpReceived: this.#counts.received, bytesSent: 0, bytesReceived: 0,
      datagramsSent: this.#counts.datagramsSent, datagramsReceived: this.#counts.datagramsReceived,
      ownReceiveDrops: 0, ownSocketDrops: 0,
    } // prettier-ignore
  }

  ping(): void {
    this.#reliably(() => undefined)
  }

  /** Something came or went: the idle timeout starts again (RFC 9000 section 10.1). */
  touch(): void {
    this.#cancelIdle?.()
    const idle = this.setup.transport.idleTimeoutMs ?? DEFAULT_IDLE_MS
    if (idle === 0 || this.over) return
    this.#cancelIdle = this.network.clock.after(idle, () => {
      this.end(LOST.TIMED_OUT, 0n, new TextEncoder().encode('timed out'))
    })
  }

  /** In one packet, which is lost as a whole. */
  #sendDatagrams(frames: Uint8Array, payloads: readonly Uint8Array[]): void {
    const bytes = payloads.reduce((sum, {length}) => sum + length, 0)
    this.#counts.datagramsSent += payloads.length
    this.#queuedDatagramBytes += bytes
    this.network.clock.after(0, () => {
      this.#queuedDatagramBytes -= bytes
      if (!this.#wantsDrain) return
      this.#wantsDrain = false
      this.#record(kind.DRAIN)
    })
    this.#counts.sent++
    const number = this.#logFrames('sent', frames)
    const {peer} = this
    const arrive = (): void => {
      peer.#logFrames('received', frames, number)
      if (peer.#passesOver()) return
      for (const payload of payloads) peer.#receiveDatagram(payload)
      if (this.setup.peculiarities.logFrames) peer.#acknowledgeLater(number)
    }
    const carried = this.network.carry(this.address, peer.address, () => {
      peer.#whenEstablished(arrive)
    })
    if (!carried) this.#counts.lost++
  }

  /** A packet with datagrams, as a tester's peculiarities have it. */
  #passesOver(): boolean {
    const {deafToDatagrams, lostDatagrams = 0} = this.setup.peculiarities
    return deafToDatagrams === true || (lostDatagrams > 0 && ++this.#counts.datagramPackets % lostDatagrams === 0)
  }

  #receiveDatagram(payload: Uint8Array): void {
    if (this.over) return
    this.touch()
    const {transport} = this.setup
    if (transport.datagrams === false || payload.length + BUFFER_OVERHEAD > receiveBuffer(transport)) {
      const what = transport.datagrams === false ? 'unexpected' : 'oversized'
      this.closeByTransport(PROTOCOL_VIOLATION, `${what} DATAGRAM frame`)
      return
    }
    this.#counts.received++
    this.#counts.datagramsReceived++
    this.#record(kind.DATAGRAM, 0, u64(this.network.clock.nowNs()), payload)
  }

  #sendChunk(stream: number, at: number, bytes: Uint8Array, fin: boolean): void {
    const number = this.peer.#numberFor(stream)
    const frames = streamFrame(stream, at, bytes, fin)
    this.#reliably(peer => peer.#receiveChunk(stream, number, bytes, fin), frames)
  }

  /** Numbers are given at the sender, before the link reorders. */
  #numberFor(stream: number): number {
    return this.#side(stream).number()
  }

  #receiveChunk(stream: number, number: number, bytes: Uint8Array, fin: boolean): void {
    const receiving = this.#accept(stream)
    if (receiving.over) return
    for (const chunk of receiving.arrive(number, {bytes, fin})) {
      this.#record(kind.STREAM_DATA, chunk.fin ? 1 : 0, u64(stream), chunk.bytes)
      if (!chunk.fin) continue
      receiving.over = true
      this.#streamOver(stream)
      this.#reliably(peer => peer.#record(kind.STREAM_FINISHED, 0, u64(stream)))
    }
  }

  #side(stream: number): ReceivingSide {
    const known = this.#receiving.get(stream) ?? new ReceivingSide()
    this.#receiving.set(stream, known)
    return known
  }

  /** The receiving side of a stream, which the peer may just have opened. */
  #accept(stream: number): ReceivingSide {
    const bidirectional = (stream & 2) === 0
    if (bidirectional && !this.#sending.has(stream)) this.#sending.set(stream, this.#sendingSide())
    return this.#side(stream)
  }

  #streamOver(stream: number): void {
    const ours = (stream & 1) === (this.setup.isServer ? 1 : 0)
    if (ours) return
    this.#finishedPeerStreams[(stream & 2) === 0 ? 'bidi' : 'uni']++
    this.#reliably(peer => {
      if (!peer.#wantsStream) return
      peer.#wantsStream = false
      peer.#record(kind.STREAMS_AVAILABLE)
    })
  }

  #sendingSide(): SendingSide {
    return new SendingSide(this.peer.#window)
  }

  /** @param frames for the log, where somebody asks for them */
  #reliably(action: (peer: FakeConnection) => void, frames?: Uint8Array): void {
    this.#counts.sent++
    this.touch()
    const {peer} = this as {peer: FakeConnection | undefined}
    if (!peer) return
    const number = frames && this.#logFrames('sent', frames)
    const arrive = (): void => {
      peer.touch()
      peer.#counts.received++
      if (frames) peer.#logFrames('received', frames, number)
      action(peer)
      peer.#acknowledge(number)
    }
    this.network.carryReliably(this.address, peer.address, () => {
      peer.#whenEstablished(arrive)
    })
  }

  /** Every second packet calls for an acknowledgement; a lone one may wait (RFC 9000 section 13.2). */
  #acknowledgeLater(number: number): void {
    this.#unacknowledged.push(number)
    const flush = (): void => {
      this.#cancelAcknowledgement?.()
      for (const waiting of this.#unacknowledged.splice(0)) this.#acknowledge(waiting)
    }
    if (this.#unacknowledged.length > 1) flush()
    else this.#cancelAcknowledgement = this.network.clock.after(MAX_ACK_DELAY_MS, flush)
  }

  #acknowledge(number: number | undefined): void {
    const {peer} = this
    const own = this.#packetNumber++
    this.network.carryReliably(this.address, peer.address, () => {
      if (peer.over) return
      peer.#counts.received++
      if (number !== undefined) peer.#logFrames('received', ackFrame(number), own)
    })
  }

  /** Of all packets only those with datagrams, streams, what was injected, and acknowledgements of them. */
  #logFrames(direction: 'sent' | 'received', frames: Uint8Array, number = this.#packetNumber++, level = 1): number {
    if (!this.setup.peculiarities.logFrames) return number
    const flag = direction === 'sent' ? 1 : 0
    const fields = {kind: kind.FRAMES, flag, aux: level, id: this.setup.id}
    this.setup.records.push(fields, u64(this.network.clock.nowNs()), u64(number), frames)
    return number
  }

  #handshakeFrames(): Uint8Array {
    const misplaced = this.setup.peculiarities.misplacedDatagrams ? datagramFrame(new Uint8Array(2)) : new Uint8Array(0)
    return concat(misplaced, cryptoFrame(new Uint8Array(36)))
  }

  #record(recordKind: number, flag = 0, ...body: readonly Uint8Array[]): void {
    this.setup.records.push({kind: recordKind, flag, id: this.setup.id}, ...body)
  }
}

function closed(stream: number): Error {
  return Object.assign(new Error(`stream ${stream} is closed or of the wrong direction`), {code: 'ERR_CLOSED_STREAM'})
}
