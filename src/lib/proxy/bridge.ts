/**
 * The two directions of one tunnel: HTTP Datagrams in context 0 to UDP packets, and back. Datagrams that came
 * together leave together, and nothing waits in order to leave together (RFC 9298 section 6).
 */
import type {Ending} from '../http/ending.js'
import type {DatagramSender, Tunnel} from '../http/transport.js'
import type {ArrivedPacket, SendOutcome, UdpSocket} from '../net/net.js'
import {PacketBatch, skipPackets} from '../net/packet-batch.js'
import type {Cancel, Clock} from '../spec/clock.js'
import type {Policy} from '../spec/policy.js'
import {MAX_UDP_PAYLOAD} from '../wire/http-datagram.js'
import * as varint from '../wire/varint.js'

const CONTEXT_ZERO = Uint8Array.of(0)

export interface BridgeCounts {
  readonly up: number
  readonly down: number
  /** Too large for the egress, for a frame, or in a context nobody registered. */
  readonly dropped: number
}

export class Bridge {
  readonly #tunnel: Tunnel
  readonly #policy: Policy
  readonly #clock: Clock
  readonly #toTarget = new PacketBatch()
  readonly #toClient: DatagramSender
  readonly #counts = {up: 0, down: 0, dropped: 0}
  #socket: UdpSocket | undefined
  #flushScheduled = false
  #lastActivity: number
  #cancelIdle: Cancel | undefined

  /** @param destination where packets go, if the socket is not connected */
  constructor(
    tunnel: Tunnel,
    policy: Policy,
    clock: Clock,
    private readonly destination?: string,
  ) {
    this.#tunnel = tunnel
    this.#policy = policy
    this.#clock = clock
    this.#toClient = tunnel.batch(CONTEXT_ZERO)
    this.#lastActivity = clock.now()
  }

  get counts(): BridgeCounts {
    return this.#counts
  }

  /** Runs until the tunnel is over; the socket is closed then. */
  async run(socket: UdpSocket): Promise<Ending> {
    this.#socket = socket
    this.#tunnel.sink = {
      onDatagram: (bytes, start, end) => {
        this.#fromClient(bytes, start, end)
      },
    }
    this.#watchIdle()
    void this.#readCapsules()
    const ending = await this.#tunnel.ended
    this.#cancelIdle?.()
    socket.close()
    await this.#tunnel[Symbol.asyncDispose]()
    return ending
  }

  // From the target.

  onPacket(packet: ArrivedPacket): void {
    if (this.destination !== undefined && !this.#policy.egress.acceptsFrom(packet.from, this.destination)) return
    const {bytes, start, end} = packet
    this.#lastActivity = this.#clock.now()
    const limit = this.#tunnel.carrier === 'frame' ? this.#tunnel.maxPayloadBytes : undefined
    if (
      limit !== undefined &&
      end - start + CONTEXT_ZERO.length > limit &&
      this.#policy.tunnel.onTooLargeForFrame() === 'capsule'
    ) {
      const payload = Uint8Array.from([...CONTEXT_ZERO, ...bytes.subarray(start, end)])
      void this.#tunnel.send({kind: 'datagram', carrier: 'capsule', payload})
      return
    }
    this.#toClient.add(bytes, start, end)
  }

  onIdle(): void {
    const {sent, dropped} = this.#toClient.flush()
    this.#counts.down += sent
    this.#counts.dropped += dropped
  }

  onIcmpError(error: string): void {
    if (this.#policy.tunnel.onIcmpError(error) === 'close') this.#tunnel.abort('connect-error')
  }

  #fromClient(bytes: Uint8Array, start: number, end: number): void {
    this.#lastActivity = this.#clock.now()
    const fast = varint.peekFast(bytes, start, end)
    // Declined: no Context ID at all, or one that is huge and so unknown.
    if (fast < 0 || fast >= 16) {
      this.#onOtherContext(bytes, start, end, fast)
      return
    }
    const payload = start + fast
    if (end - payload > MAX_UDP_PAYLOAD) this.#onOversized()
    else this.#queue(bytes, payload, end)
  }

  #queue(bytes: Uint8Array, start: number, end: number): void {
    this.#toTarget.add(bytes, start, end, this.destination === undefined ? undefined : {to: this.destination})
    if (this.#flushScheduled) return
    this.#flushScheduled = true
    // After everything that came in the same turn, and before anything else happens.
    queueMicrotask(() => {
      this.#flush()
    })
  }

  #flush(): void {
    this.#flushScheduled = false
    let packed = this.#toTarget.packed
    let left = this.#toTarget.count
    while (left > 0 && this.#socket) {
      const {sent, refused} = this.#socket.sendBatch(packed)
      this.#counts.up += sent
      left -= sent
      if (refused === undefined) break
      this.#counts.dropped++
      left--
      this.#onSendRefused(refused)
      packed = skipPackets(packed, sent + 1)
    }
    this.#toTarget.reset()
  }

  #onSendRefused(refused: SendOutcome): void {
    // Larger than the egress carries, or our own buffer is full: dropped, and the tunnel lives on.
    if (typeof refused !== 'object') return
    if (this.#policy.tunnel.onSocketUnusable(refused.error) === 'close') this.#tunnel.abort('connect-error')
  }

  #onOtherContext(bytes: Uint8Array, start: number, end: number, fast: number): void {
    this.#counts.dropped++
    if (end - start === 0) return
    const contextId = fast < 0 ? varint.MAX : BigInt(Math.floor(fast / 16))
    switch (this.#policy.tunnel.onUnknownContext(contextId)) {
      case 'drop':
        break
      case 'forward':
        this.#queue(bytes, start + (fast < 0 ? 8 : fast % 16), end)
        break
      case 'close':
        this.#tunnel.abort('datagram-error')
    }
  }

  #onOversized(): void {
    this.#counts.dropped++
    if (this.#policy.tunnel.onOversizedPayload() === 'abort') this.#tunnel.abort('datagram-error')
  }

  /** Capsules nobody knows are skipped (RFC 9297 section 3.2); a datagram beyond all measure is told by its context. */
  async #readCapsules(): Promise<void> {
    for await (const unit of this.#tunnel.received) {
      if (
        unit.kind === 'oversized' &&
        unit.head[0] !== undefined &&
        varint.peekFast(unit.head, 0, unit.head.length) < 16
      ) {
        this.#onOversized()
      }
    }
  }

  /** One timer, looked at again when it fires: activity costs nothing. */
  #watchIdle(): void {
    const {idleTimeoutMs} = this.#policy.tunnel
    if (idleTimeoutMs === undefined) return
    const check = (): void => {
      const idleMs = this.#clock.now() - this.#lastActivity
      if (idleMs < idleTimeoutMs) {
        this.#cancelIdle = this.#clock.after(idleTimeoutMs - idleMs, check)
        return
      }
      // The stream is closed with the socket (RFC 9298 section 3.1).
      this.#socket?.close()
      void this.#tunnel[Symbol.asyncDispose]()
    }
    this.#cancelIdle = this.#clock.after(idleTimeoutMs, check)
  }
}
