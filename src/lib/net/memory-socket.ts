/** A UDP socket of the memory network. */
import {familyOf, format, parse, type SocketAddress} from './address.js'
import type {MemoryInternet} from './memory.js'
import {sendEach} from './packet-batch.js'
import type {ArrivedPacket, SendOptions, SendOutcome, UdpEvents, UdpOptions, UdpPathError, UdpSocket} from './net.js'

export interface MemoryPacket {
  readonly from: SocketAddress
  readonly to: SocketAddress
  readonly tos: number
  readonly ttl: number
  readonly dontFragment: boolean
  readonly payload: Uint8Array
  /** Of the whole IP packet. */
  readonly size: number
}

const DEFAULT_TTL = 64
/** As a kernel's interface would have it: what is larger never leaves. */
const MAX_IP_PACKET = 65535
const HEADERS = {4: 20 + 8, 6: 40 + 8} as const

export class MemorySocket implements UdpSocket {
  readonly remote: string | undefined
  readonly #local: SocketAddress
  #closed = false
  /** Path MTU learnt from ICMP, by destination address. */
  readonly #pathMtu = new Map<string, number>()

  constructor(
    private readonly internet: MemoryInternet,
    readonly localAddress: string,
    private readonly options: UdpOptions,
    private readonly events: UdpEvents,
  ) {
    this.remote = options.remote
    this.#local = parse(localAddress) ?? {ip: '', port: 0}
  }

  send(payload: Uint8Array, options: SendOptions = {}): SendOutcome {
    if (this.#closed) return 'closed'
    const to = parse(options.to ?? this.remote ?? '')
    if (!to) return {error: 'EDESTADDRREQ'}
    const family = familyOf(to.ip)
    if (family !== familyOf(this.#local.ip)) return {error: 'EAFNOSUPPORT'}
    const size = payload.length + HEADERS[family]
    const mode = this.options.dontFragment ?? 'on'
    const limit = mode === 'on' ? (this.#pathMtu.get(to.ip) ?? MAX_IP_PACKET) : MAX_IP_PACKET
    if (size > limit) return 'too-large'
    this.internet.route({
      from: this.#local,
      to,
      tos: options.tos ?? this.options.tos ?? 0,
      ttl: options.ttl ?? this.options.ttl ?? DEFAULT_TTL,
      dontFragment: mode !== 'off',
      payload: payload.slice(),
      size,
    })
    return 'sent'
  }

  sendBatch(packed: Uint8Array): {sent: number; refused?: SendOutcome} {
    return sendEach(packed, (payload, options) => this.send(payload, options))
  }

  close(): void {
    this.#closed = true
    this.internet.close(this)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
    await Promise.resolve()
  }

  receive(packet: MemoryPacket): void {
    if (this.#closed) return
    this.events.onPacket(new Arrived(packet, Number(this.internet.clock.nowNs())))
    this.events.onIdle?.()
  }

  pathError(error: UdpPathError): void {
    if (this.#closed) return
    const destination = parse(error.destination)
    if (error.mtu !== undefined && destination) this.#pathMtu.set(destination.ip, error.mtu)
    this.events.onPathError?.(error)
  }
}

class Arrived implements ArrivedPacket {
  readonly bytes: Uint8Array
  readonly start = 0
  readonly end: number
  readonly tos: number
  readonly ttl: number
  readonly from: string
  readonly localIp: string

  constructor(
    packet: MemoryPacket,
    readonly atNs: number,
  ) {
    this.bytes = packet.payload
    this.end = packet.payload.length
    this.tos = packet.tos
    this.ttl = packet.ttl
    this.from = format(packet.from.ip, packet.from.port)
    this.localIp = packet.to.ip
  }
}
