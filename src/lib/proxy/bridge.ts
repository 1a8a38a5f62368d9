/**
 * The two directions of one tunnel: HTTP Datagrams in context 0 to UDP packets, and back. Datagrams that came
 * together leave together, and nothing waits in order to leave together (RFC 9298 section 6).
 */
import type {Ending} from '../http/ending.js'
import type {Carrier, DatagramSender, Tunnel} from '../http/transport.js'
import type {ArrivedPacket, SendOutcome, UdpSocket} from '../net/net.js'
import {PacketBatch, skipPackets} from '../net/packet-batch.js'
import type {Cancel, Clock} from '../spec/clock.js'
import type {Policy} from '../spec/policy.js'
import {concat} from '../wire/bytes.js'
import * as varint from '../wire/varint.js'

/** Where the tunnel's sockets come from and go to: it may need another one (a fault of the policy's making). */
export interface Sockets {
  /** undefined: none can be had. */
  open(): UdpSocket | undefined
  close(socket: UdpSocket): void
}

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
  readonly #downContext: Uint8Array
  readonly #counts = {up: 0, down: 0, dropped: 0}
  #sockets: Sockets | undefined
  #socket: UdpSocket | undefined
  #flushScheduled = false
  #lastActivity: number
  #cancelIdle: Cancel | undefined
  #isAnswered = false
  readonly #carriers = new Set<Carrier>()

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
    this.#downContext = varint.write(policy.tunnel.downContext)
    this.#toClient = tunnel.batch(this.#downContext)
    this.#lastActivity = clock.now()
  }

  get counts(): BridgeCounts {
    return this.#counts
  }

  /** Runs until the tunnel is over; the socket is closed then. */
  async run(socket: UdpSocket, sockets: Sockets): Promise<Ending> {
    this.#sockets = sockets
    this.#socket = socket
    for (const {type, value} of this.#policy.tunnel.greeting) void this.#tunnel.send({kind: 'capsule', type, value})
    this.#tunnel.sink = {
      onDatagram: (bytes, start, end, _atNs, carrier) => {
        if (!this.#takes(carrier)) return
        const heldMs = this.#policy.tunnel.holdsMs?.('target', carrier) ?? 0
        if (heldMs === 0) this.#fromClient(bytes, start, end)
        else this.#fromClientLater(bytes.slice(start, end), heldMs)
      },
    }
    this.#watchIdle()
    void this.#readCapsules()
    const ending = await this.#tunnel.ended
    this.#cancelIdle?.()
    this.#dropSocket()
    await this.#letGo(ending)
    return ending
  }

  // From the target.

  onPacket(packet: ArrivedPacket): void {
    if (this.destination !== undefined && !this.#policy.egress.acceptsFrom(packet.from, this.destination)) return
    const {bytes, start, end} = packet
    this.#lastActivity = this.#clock.now()
    this.#isAnswered = true
    const heldMs = this.#policy.tunnel.holdsMs?.('client', this.#tunnel.carrier) ?? 0
    if (heldMs > 0) {
      this.#downLater(bytes.slice(start, end), heldMs)
      return
    }
    if (this.#policy.tunnel.relay) this.#relayed(bytes.slice(start, end), 'client')
    else this.#down(bytes, start, end)
    const {repeatsAfterMs} = this.#policy.tunnel
    if (repeatsAfterMs !== undefined) this.#downLater(bytes.slice(start, end), repeatsAfterMs)
  }

  onIdle(): void {
    const {sent, dropped} = this.#toClient.flush()
    this.#counts.down += sent
    this.#counts.dropped += dropped
  }

  onIcmpError(error: string): void {
    if (this.#policy.tunnel.onIcmpError(error) === 'close') this.#tunnel.abort('connect-error')
  }

  #downLater(payload: Uint8Array, afterMs: number): void {
    this.#clock.after(afterMs, () => {
      this.#down(payload, 0, payload.length)
      this.onIdle()
    })
  }

  #down(bytes: Uint8Array, start: number, end: number): void {
    const limit = this.#tunnel.carrier === 'frame' ? this.#tunnel.maxPayloadBytes : undefined
    const length = end - start + this.#downContext.length
    if (limit === undefined || length <= limit || this.#policy.tunnel.onTooLargeForFrame() === 'drop') {
      this.#toClient.add(bytes, start, end)
      return
    }
    const payload = concat(this.#downContext, bytes.subarray(start, end))
    void this.#tunnel.send({kind: 'datagram', carrier: 'capsule', payload})
  }

  #takes(carrier: Carrier): boolean {
    const {takes} = this.#policy.tunnel
    if (!takes) return true
    if (!takes(carrier, this.#carriers)) return false
    this.#carriers.add(carrier)
    return true
  }

  #fromClientLater(datagram: Uint8Array, afterMs: number): void {
    this.#clock.after(afterMs, () => {
      this.#fromClient(datagram, 0, datagram.length)
    })
  }

  #fromClient(bytes: Uint8Array, start: number, end: number): void {
    this.#lastActivity = this.#clock.now()
    const fast = varint.peekFast(bytes, start, end)
    const taken = fast >= 0 && fast < 16 ? this.#policy.tunnel.contextOctets(fast) : undefined
    // Declined: no Context ID at all, or one that is huge and so unknown.
    if (taken === undefined) {
      this.#onOtherContext(bytes, start, end, fast)
      return
    }
    const payload = start + taken
    if (end - payload > this.#policy.tunnel.maxPayloadBytes) this.#onOversized()
    else if (this.#policy.tunnel.relay) this.#relayed(bytes.slice(payload, end), 'target')
    else this.#queue(bytes, payload, end)
  }

  #relayed(payload: Uint8Array, towards: 'target' | 'client'): void {
    const made = this.#policy.tunnel.relay?.(payload, towards) ?? payload
    if (made === 'close') void this.#tunnel[Symbol.asyncDispose]()
    else if (made === 'drop') this.#counts.dropped++
    else if (towards === 'target') this.#queue(made, 0, made.length)
    else this.#down(made, 0, made.length)
  }

  #queue(bytes: Uint8Array, start: number, end: number): void {
    const {maxUnanswered} = this.#policy.egress
    if (maxUnanswered !== undefined && !this.#isAnswered && this.#sentSoFar >= maxUnanswered) {
      this.#counts.dropped++
      return
    }
    this.#toTarget.add(bytes, start, end, this.destination === undefined ? undefined : {to: this.destination})
    if (this.#flushScheduled) return
    this.#flushScheduled = true
    // After everything that came in the same turn, and before anything else happens.
    queueMicrotask(() => {
      this.#flush()
    })
  }

  get #sentSoFar(): number {
    return this.#counts.up + this.#toTarget.count
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
    const isTruncated = end - start < 1 << ((bytes[start] ?? 0) >> 6)
    if (isTruncated) {
      if (this.#policy.tunnel.onTruncatedContext() === 'abort') this.#tunnel.abort('datagram-error')
      return
    }
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
      const isOver = idleMs >= idleTimeoutMs && this.#onIdleSocket() === 'over'
      if (!isOver) this.#cancelIdle = this.#clock.after(Math.max(idleTimeoutMs - idleMs, 1), check)
    }
    this.#cancelIdle = this.#clock.after(idleTimeoutMs, check)
  }

  #onIdleSocket(): 'over' | 'goes-on' {
    this.#dropSocket()
    switch (this.#policy.tunnel.onIdle()) {
      case 'close':
        // The stream is closed with the socket (RFC 9298 section 3.1).
        void this.#tunnel[Symbol.asyncDispose]()
        return 'over'
      case 'close-socket':
        return 'over'
      case 'renew-socket':
        this.#socket = this.#sockets?.open()
        this.#lastActivity = this.#clock.now()
        return 'goes-on'
    }
  }

  #dropSocket(): void {
    if (this.#socket) this.#sockets?.close(this.#socket)
    this.#socket = undefined
  }

  /** Whatever ended it, our side of the stream ends, too. */
  async #letGo({by, how}: Ending): Promise<void> {
    const answer = by === 'peer' && how === 'finished' ? this.#policy.tunnel.onClientFin() : 'finish'
    if (answer === 'reset') this.#tunnel.abort('no-error')
    if (answer !== 'nothing') await this.#tunnel[Symbol.asyncDispose]()
  }
}
