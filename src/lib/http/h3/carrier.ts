/** What HTTP/3 gives a tunnel: DATAGRAM frames with a Quarter Stream ID, and DATA frames on the request stream. */
import type {QuicStream} from '../../quic/stream.js'
import {NOT_NEGOTIATED} from '../../native/surface.js'
import * as capsule from '../../wire/capsule.js'
import {concat} from '../../wire/bytes.js'
import {H3} from '../../wire/error-codes.js'
import * as frame from '../../wire/h3-frame.js'
import * as varint from '../../wire/varint.js'
import {codeFor, HTTP3_CODES} from '../abort-codes.js'
import type {AbortReason, Carrier, DatagramMode, DatagramSender, SendOutcome} from '../transport.js'
import type {TunnelCarrier} from '../tunnel-core.js'
import type {H3Connection} from './connection.js'

/** Capsules that wait for flow control; beyond this a batch is refused rather than kept. */
const MAX_PENDING_BYTES = 1 << 20

export class H3Carrier implements TunnelCarrier {
  readonly #quarterId: Uint8Array
  #pendingBytes = 0
  #auto: Carrier

  constructor(
    private readonly h3: H3Connection,
    private readonly stream: QuicStream,
    private readonly mode: DatagramMode,
    readonly nowNs: () => bigint,
  ) {
    this.#quarterId = varint.write(h3.manners.quarterStreamId(stream.id))
    this.#auto = this.#possible()
  }

  get carrier(): Carrier {
    switch (this.mode) {
      case 'frames':
        return 'frame'
      case 'capsules':
        return 'capsule'
      case 'auto':
        // A connection that is over has no limits any more; how datagrams travelled stays true.
        if (!this.h3.quic.end) this.#auto = this.#possible()
        return this.#auto
    }
  }

  #possible(): Carrier {
    return this.maxPayloadBytes === undefined ? 'capsule' : 'frame'
  }

  get maxPayloadBytes(): number | undefined {
    const size = this.h3.framesAgreed ? this.h3.quic.maxDatagramBytes : undefined
    // A peer that announces a limit of 0, or one that leaves no room, takes none.
    return size === undefined || size <= this.#quarterId.length ? undefined : size - this.#quarterId.length
  }

  sendFrame(payload: Uint8Array): SendOutcome {
    const limit = this.maxPayloadBytes
    if (limit === undefined) return 'notNegotiated'
    if (!this.#maySend) return 'closed'
    switch (this.h3.quic.sendDatagram(concat(this.#quarterId, payload))) {
      case 'accepted':
        return 'accepted'
      case 'too-large':
        return {tooLarge: limit}
      case 'queue-full':
        return 'queueFull'
      case 'not-negotiated':
        return 'notNegotiated'
      case 'closed':
        return 'closed'
    }
  }

  frameBatch(prefix: Uint8Array): DatagramSender {
    const frames = new FrameBatch(this.h3, concat(this.#quarterId, prefix))
    return {
      add: (bytes, start, end) => {
        if (this.carrier === 'frame') frames.add(bytes, start, end)
        else frames.addCapsule(concat(prefix, bytes.subarray(start, end)))
      },
      flush: () => {
        if (!this.#maySend) return {sent: 0, dropped: frames.clear(), why: 'closed'}
        const capsules = frames.takeCapsules()
        if (capsules.count === 0) return frames.flush(this.maxPayloadBytes)
        if (this.#pendingBytes > MAX_PENDING_BYTES) return {sent: 0, dropped: capsules.count, why: 'queueFull'}
        void this.writeData(capsules.bytes)
        return {sent: capsules.count, dropped: 0}
      },
    }
  }

  /** RFC 9297 section 2.1: only while our side of the stream is open. */
  get #maySend(): boolean {
    return this.stream.writable || this.h3.manners.sendsAfterEnd
  }

  async writeData(bytes: Uint8Array): Promise<boolean> {
    this.#pendingBytes += bytes.length
    const taken = await this.stream.write(frame.write(frame.DATA, bytes))
    this.#pendingBytes -= bytes.length
    return taken
  }

  writeRaw(bytes: Uint8Array): Promise<boolean> {
    return this.stream.write(bytes)
  }

  async finish(): Promise<void> {
    await this.stream.write(new Uint8Array(0), true)
  }

  stop(code: bigint): void {
    this.stream.stop(code)
  }

  abort(reason: AbortReason | bigint): bigint {
    const code = codeFor(reason, HTTP3_CODES)
    this.stream.reset(code)
    this.stream.stop(code)
    return code
  }

  release(): void {
    void this.finish()
    this.stream.stop(H3.NO_ERROR)
  }
}

/** Datagrams packed as the engine wants them: `u16` length, Quarter Stream ID, prefix, payload. Used again and again. */
class FrameBatch {
  #bytes = new Uint8Array(32 * 1024)
  #length = 0
  readonly #starts: number[] = []
  readonly #capsules: Uint8Array[] = []

  constructor(
    private readonly h3: H3Connection,
    private readonly prefix: Uint8Array,
  ) {}

  add(bytes: Uint8Array, start: number, end: number): void {
    const size = this.prefix.length + end - start
    this.#reserve(2 + size)
    const out = this.#bytes
    let at = this.#length
    this.#starts.push(at)
    out[at++] = size & 0xff
    out[at++] = size >> 8
    out.set(this.prefix, at)
    at += this.prefix.length
    out.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), at)
    this.#length = at + end - start
  }

  addCapsule(payload: Uint8Array): void {
    this.#capsules.push(capsule.write(capsule.DATAGRAM, payload))
  }

  takeCapsules(): {bytes: Uint8Array; count: number} {
    const taken = this.#capsules.splice(0)
    return {bytes: concat(...taken), count: taken.length}
  }

  /** Forgets everything; how much that was. */
  clear(): number {
    const count = this.#starts.length + this.#capsules.length
    this.#starts.length = 0
    this.#capsules.length = 0
    this.#length = 0
    return count
  }

  flush(limit: number | undefined): {sent: number; dropped: number; why?: SendOutcome} {
    const count = this.#starts.length
    let sent = 0
    let tooLarge = 0
    let why: SendOutcome | undefined
    // One that is too large for a frame is dropped (RFC 9298 section 6.1); those behind it still go.
    for (let next = 0; next < count;) {
      const result = this.h3.quic.sendPacked(this.#bytes.subarray(this.#starts[next], this.#length))
      if (result === NOT_NEGOTIATED) {
        why = 'notNegotiated'
        break
      }
      const accepted = result < 0 ? -1 - result : result
      sent += accepted
      next += accepted
      if (result >= 0) {
        if (next < count) why = this.h3.quic.end ? 'closed' : 'queueFull'
        break
      }
      tooLarge++
      next++
    }
    this.clear()
    if (why === undefined && tooLarge > 0) why = {tooLarge: limit ?? 0}
    return {sent, dropped: count - sent, ...(why !== undefined && {why})}
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}
