/** A UDP socket of a virtual host: what the native one tells and takes, with packets of our own making beneath. */
import {format, parse, type SocketAddress} from '../../../net/address.js'
import type {
  ArrivedPacket,
  SendOptions,
  SendOutcome,
  UdpEvents,
  UdpOptions,
  UdpPathError,
  UdpSocket,
} from '../../../net/net.js'
import {sendEach} from '../../../net/packet-batch.js'
import type {Clock} from '../../../spec/clock.js'
import {family} from '../../../wire/ip/address.js'
import {PROTOCOL, tos, hops, write as writePacket, type IpPacket} from '../../../wire/ip/packet.js'
import {DF} from '../../../wire/ip/v4.js'
import * as udp from '../../../wire/udp.js'
import {fragmentAtSource} from './source-fragments.js'

/** What a socket needs of its host. */
export interface SocketHost {
  readonly clock: Clock
  readonly mtu: number
  /** Learnt from ICMP. */
  pathMtu(destination: string): number | undefined
  nextId(): number
  emit(packet: Uint8Array): void
  close(socket: VirtualUdpSocket): void
}

const TTL = 64

export class VirtualUdpSocket implements UdpSocket {
  readonly #local: SocketAddress
  readonly #remote: string | undefined
  #closed = false

  constructor(
    private readonly host: SocketHost,
    readonly localAddress: string,
    private readonly options: UdpOptions,
    private readonly events: UdpEvents,
  ) {
    this.#local = parse(localAddress) ?? {ip: '', port: 0}
    this.#remote = options.remote
  }

  hears(from: string): boolean {
    return this.#remote === undefined || this.#remote === from
  }

  send(payload: Uint8Array, options: SendOptions = {}): SendOutcome {
    if (this.#closed) return 'closed'
    const to = parse(options.to ?? this.#remote ?? '')
    if (!to) return {error: 'EDESTADDRREQ'}
    if (family(to.ip) !== family(this.#local.ip)) return {error: 'EAFNOSUPPORT'}
    const packet = this.#packet(payload, to, options)
    const mode = this.options.dontFragment ?? 'on'
    const pathMtu = mode === 'probe' ? this.host.mtu : Math.min(this.host.mtu, this.host.pathMtu(to.ip) ?? Infinity)
    if (packet.length <= pathMtu) this.host.emit(packet)
    else if (mode !== 'off') return 'too-large'
    else for (const piece of fragmentAtSource(packet, pathMtu, this.host.nextId())) this.host.emit(piece)
    return 'sent'
  }

  sendBatch(packed: Uint8Array): {sent: number; refused?: SendOutcome} {
    return sendEach(packed, (payload, options) => this.send(payload, options))
  }

  close(): void {
    this.#closed = true
    this.host.close(this)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
    await Promise.resolve()
  }

  receive(packet: IpPacket, {payload, sourcePort}: udp.UdpDatagram): void {
    if (this.#closed) return
    const arrived: ArrivedPacket = {
      bytes: payload,
      start: 0,
      end: payload.length,
      atNs: Number(this.host.clock.nowNs()),
      tos: tos(packet),
      ttl: hops(packet),
      from: format(packet.source, sourcePort),
      localIp: packet.destination,
    }
    this.events.onPacket(arrived)
    this.events.onIdle?.()
  }

  pathError(error: UdpPathError): void {
    if (!this.#closed) this.events.onPathError?.(error)
  }

  #packet(payload: Uint8Array, to: SocketAddress, options: SendOptions): Uint8Array {
    const ends = {source: this.#local.ip, destination: to.ip}
    const datagram = udp.write({sourcePort: this.#local.port, destinationPort: to.port, payload}, ends)
    const marks = {tos: options.tos ?? this.options.tos ?? 0, ttl: options.ttl ?? this.options.ttl ?? TTL}
    if (family(to.ip) === 6) {
      const fields = {trafficClass: marks.tos, hopLimit: marks.ttl, nextHeader: PROTOCOL.UDP}
      return writePacket({...ends, ...fields, payload: datagram})
    }
    const flags = this.options.dontFragment === 'off' ? 0 : DF
    return writePacket({...ends, ...marks, flags, id: this.host.nextId(), protocol: PROTOCOL.UDP, payload: datagram})
  }
}
