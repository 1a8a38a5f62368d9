/** One QUIC connection: streams, datagrams, facts, and how it ended. */
import {kind, type RecordReader} from '../native/records.js'
import {NOT_NEGOTIATED, type NativeHandshake, type NativeQuicEndpoint, type NativeStats} from '../native/surface.js'
import {readEnd, type ConnectionEnd} from './end.js'
import {IdSet} from './id-set.js'
import {QuicStream} from './stream.js'

/** Who uses the connection hears of these. Calls come in the order things happened. */
export interface ConnectionUser {
  onStream(stream: QuicStream): void
  /** `bytes` from `start` to `end` hold the payload; received at `atNs` on the monotonic clock. */
  onDatagram(bytes: Uint8Array, start: number, end: number, atNs: number): void
  /** The datagram queue has room again. */
  onDrain(): void
}

export type DatagramOutcome = 'accepted' | 'queue-full' | 'too-large' | 'not-negotiated' | 'closed'

export class QuicConnection {
  readonly #native: NativeQuicEndpoint
  readonly #streams = new Map<number, QuicStream>()
  /** The peer's streams that are over, by direction: a late record must not bring one back. */
  readonly #done = {both: new IdSet(), receiving: new IdSet()}
  readonly #wantStream: (() => void)[] = []
  #user: ConnectionUser | undefined
  readonly #early: ((user: ConnectionUser) => void)[] = []
  #final: {handshake: NativeHandshake; stats: NativeStats} | undefined
  #end: ConnectionEnd | undefined
  #handshakeDone = false
  #isAnswered = false
  #settleAnswered!: () => void
  #settleEstablished!: () => void
  #settleEnded!: (end: ConnectionEnd) => void

  /** (client) Resolves when the first outer datagram of the peer is there; never, if none comes. */
  readonly answered = new Promise<void>(resolve => {
    this.#settleAnswered = resolve
  })
  /** Resolves when the handshake is complete or the connection is over; see `end`. */
  readonly established = new Promise<void>(resolve => {
    this.#settleEstablished = resolve
  })
  readonly ended = new Promise<ConnectionEnd>(resolve => {
    this.#settleEnded = resolve
  })

  constructor(
    native: NativeQuicEndpoint,
    readonly id: number,
    readonly remoteAddress: string,
    readonly isServer: boolean,
  ) {
    this.#native = native
  }

  /** How it ended; undefined while it lives. */
  get end(): ConnectionEnd | undefined {
    return this.#end
  }

  /** (client) The peer's first outer datagram is there. */
  get isAnswered(): boolean {
    return this.#isAnswered
  }

  /** The handshake was completed, whatever came then. */
  get handshakeDone(): boolean {
    return this.#handshakeDone
  }

  /** Streams on which something can still happen. */
  get openStreams(): number {
    return this.#streams.size
  }

  /** What came before the user did is handed over now. */
  use(user: ConnectionUser): void {
    this.#user = user
    for (const hand of this.#early.splice(0)) hand(user)
  }

  /** Waits for the peer's stream limit if need be; undefined if the connection ends first. */
  async openStream(unidirectional: boolean): Promise<QuicStream | undefined> {
    for (;;) {
      if (this.#end) return undefined
      const id = this.#try(() => this.#native.openStream(this.id, unidirectional))
      if (id === undefined) return undefined
      if (id >= 0) return this.#stream(id, unidirectional ? 'sending' : 'both')
      await new Promise<void>(resolve => this.#wantStream.push(resolve))
    }
  }

  /** The largest payload a DATAGRAM frame can carry now; undefined: none on this connection. */
  get maxDatagramBytes(): number | undefined {
    const size = this.#end ? -1 : this.#try(() => this.#native.maxDatagramSize(this.id))
    return size === undefined || size < 0 ? undefined : size
  }

  sendDatagram(payload: Uint8Array): DatagramOutcome {
    // Every octet is written below, and the pool saves an allocation outside the heap for each datagram.
    const packed = Buffer.allocUnsafe(2 + payload.length)
    packed[0] = payload.length & 0xff
    packed[1] = payload.length >> 8
    packed.set(payload, 2)
    return this.#outcome(this.sendPacked(packed), 1)
  }

  /**
   * The bulk path: `u16` length (little endian) and payload, again and again. Answers how many were queued;
   * `-1 - n`: n were and the next is too large; NOT_NEGOTIATED.
   */
  sendPacked(packed: Uint8Array): number {
    if (this.#end) return 0
    return this.#try(() => this.#native.sendDatagrams(this.id, packed)) ?? 0
  }

  /** Raw frames in a 1-RTT packet of ours. For testers. */
  injectFrames(frames: Uint8Array): DatagramOutcome {
    if (this.#end) return 'closed'
    return this.#outcome(this.#try(() => this.#native.injectFrames(this.id, frames)) ?? 0, 1)
  }

  handshake(): NativeHandshake | undefined {
    return this.#final?.handshake ?? this.#try(() => this.#native.handshake(this.id))
  }

  stats(): NativeStats | undefined {
    return this.#final?.stats ?? this.#try(() => this.#native.stats(this.id))
  }

  ping(): void {
    this.#try(() => this.#native.ping(this.id))
  }

  close(code: bigint, reason = ''): void {
    this.#try(() => this.#native.close(this.id, code, new TextEncoder().encode(reason)))
  }

  // What follows is called by the endpoint.

  onRecord(record: RecordReader): void {
    switch (record.kind) {
      case kind.CONNECTED:
        this.#handshakeDone = true
        this.#settleEstablished()
        this.#retryStreams()
        break
      case kind.ANSWERED:
        this.#isAnswered = true
        this.#settleAnswered()
        break
      case kind.LOST:
        this.over(readEnd(record))
        break
      case kind.DATAGRAM:
        this.#onDatagram(record)
        break
      case kind.DRAIN:
        this.#user?.onDrain()
        break
      case kind.STREAMS_AVAILABLE:
        this.#retryStreams()
        break
      default:
        this.#onStreamRecord(record)
    }
  }

  /** Settles everything. The first end counts. */
  over(end: ConnectionEnd): void {
    if (this.#end) return
    this.#end = end
    const [handshake, stats] = [this.handshake(), this.stats()]
    if (handshake && stats) this.#final = {handshake, stats}
    this.#try(() => this.#native.forget(this.id))
    for (const stream of [...this.#streams.values()]) stream.onLost()
    this.#retryStreams()
    this.#settleEstablished()
    this.#settleEnded(end)
  }

  #retryStreams(): void {
    for (const retry of this.#wantStream.splice(0)) retry()
  }

  #onDatagram(record: RecordReader): void {
    const atNs = record.view.getUint32(record.start, true) + record.view.getUint32(record.start + 4, true) * 2 ** 32
    const [start, end] = [record.start + 8, record.end]
    if (this.#user) this.#user.onDatagram(record.bytes, start, end, atNs)
    else this.#early.push(user => user.onDatagram(record.bytes, start, end, atNs))
  }

  #onStreamRecord(record: RecordReader): void {
    if (record.kind < kind.STREAM_DATA || record.kind > kind.STREAM_FINISHED) return
    const id = record.streamId()
    const stream = this.#streams.get(id) ?? this.#accept(id)
    if (!stream) return
    switch (record.kind) {
      case kind.STREAM_DATA:
        if (record.end - record.start > 8) stream.onData(record.body(8))
        if (record.flag === 1) stream.onReadEnd({kind: 'fin'})
        break
      case kind.STREAM_RESET:
        stream.onReadEnd({kind: 'reset', code: record.u64(8)})
        break
      case kind.STREAM_STOPPED:
        stream.onStopped(record.u64(8))
        break
      case kind.STREAM_WRITABLE:
        stream.onWritable()
        break
      default:
        stream.onFinished()
    }
  }

  /** A stream the peer opened; undefined for one that is over, and for our own, which are known while they live. */
  #accept(id: number): QuicStream | undefined {
    const ours = (id & 1) === (this.isServer ? 1 : 0)
    const direction = (id & 2) === 0 ? 'both' : 'receiving'
    if (ours || this.#done[direction].has(Math.floor(id / 4))) return undefined
    const stream = this.#stream(id, direction)
    if (this.#user) this.#user.onStream(stream)
    else this.#early.push(user => user.onStream(stream))
    return stream
  }

  #stream(id: number, direction: QuicStream['direction']): QuicStream {
    const stream = new QuicStream(this.#native, this.id, id, direction, () => {
      this.#streams.delete(id)
      if (direction !== 'sending') this.#done[direction].add(Math.floor(id / 4))
    })
    this.#streams.set(id, stream)
    return stream
  }

  #outcome(result: number, wanted: number): DatagramOutcome {
    if (this.#end) return 'closed'
    if (result === NOT_NEGOTIATED) return 'not-negotiated'
    if (result < 0) return 'too-large'
    return result < wanted ? 'queue-full' : 'accepted'
  }

  /** The engine refuses calls on a connection that is over; the LOST record that says how may still be on its way. */
  #try<T>(call: () => T): T | undefined {
    try {
      return call()
    } catch (error) {
      const {code} = error as NodeJS.ErrnoException
      if (code === 'ERR_UNKNOWN_CONNECTION' || code === 'ERR_ENGINE') return undefined
      throw error
    }
  }
}
