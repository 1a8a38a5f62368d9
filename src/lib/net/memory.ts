/**
 * A small internet in memory: hosts with addresses and names, paths with MTU, hops, loss and marks, ICMP errors.
 * It behaves as the native network does (one contract suite runs over both), by a seed and on any clock.
 */
import type {Clock} from '../spec/clock.js'
import type {Random} from '../spec/random.js'
import {familyOf, format, isIp, parse} from './address.js'
import {Link, type LinkOptions} from './link.js'
import {MemorySocket, type MemoryPacket} from './memory-socket.js'
import {
  NetError,
  type Lookup,
  type Net,
  type TcpAnswer,
  type UdpEvents,
  type UdpOptions,
  type UdpSocket,
} from './net.js'

export interface PathOptions extends LinkOptions {
  /** Largest IP packet the path carries; larger ones with DF are answered by ICMP (unless `icmp` is false). */
  readonly mtu?: number
  /** Routers on the way: each takes one from TTL. */
  readonly hops?: number
  /** False: routers and the destination host keep their ICMP errors to themselves. */
  readonly icmp?: boolean
  /** What a router makes of the TOS octet. */
  readonly rewriteTos?: (tos: number) => number
}

export interface NameEntry {
  readonly answer: Lookup
  readonly delayMs?: number
}

const FIRST_EPHEMERAL_PORT = 49152

export class MemoryInternet {
  readonly names = new Map<string, NameEntry>()
  /** Addresses with ports where a TCP handshake is answered. */
  readonly tcpListeners = new Set<string>()
  readonly #sockets = new Map<string, MemorySocket>()
  readonly #hosts = new Set<string>()
  readonly #paths = new Map<string, PathOptions>()
  readonly #links = new Map<string, Link>()
  #nextPort = FIRST_EPHEMERAL_PORT

  constructor(
    readonly clock: Clock,
    private readonly random: Random,
    private readonly defaults: PathOptions = {},
  ) {}

  /** A host with these addresses; its view of the network. */
  host(...addresses: readonly string[]): Net {
    for (const address of addresses) this.#hosts.add(address)
    return {
      udp: (options, events) => this.#open(addresses, options, events),
      lookup: (name, signal) => this.#lookup(name, signal),
      tcpAnswers: address => Promise.resolve(this.#tcpAnswers(address)),
    }
  }

  /** From now on, packets between these two addresses (one direction) fare like this. */
  setPath(fromIp: string, toIp: string, options: PathOptions): void {
    this.#paths.set(`${fromIp} ${toIp}`, options)
    this.#links.delete(`${fromIp} ${toIp}`)
  }

  pathOf(fromIp: string, toIp: string): PathOptions {
    return this.#paths.get(`${fromIp} ${toIp}`) ?? this.defaults
  }

  /** Sockets that nobody has closed yet. */
  get openSockets(): readonly string[] {
    return [...this.#sockets.keys()]
  }

  /** A packet that left a host. */
  route(packet: MemoryPacket): void {
    const options = this.pathOf(packet.from.ip, packet.to.ip)
    const {mtu = Infinity, hops = 0, icmp = true, rewriteTos} = options
    if (packet.ttl <= hops) {
      if (icmp) this.#answer(packet, {type: 11, code: 0, error: 'EHOSTUNREACH'})
      return
    }
    if (packet.size > mtu && packet.dontFragment) {
      if (icmp) this.#answer(packet, {type: 3, code: 4, error: 'EMSGSIZE', mtu})
      return
    }
    const arrived = {...packet, ttl: packet.ttl - hops, tos: rewriteTos?.(packet.tos) ?? packet.tos}
    this.#link(packet.from.ip, packet.to.ip, options).carry(() => {
      this.#arrive(arrived, icmp)
    })
  }

  close(socket: MemorySocket): void {
    this.#sockets.delete(socket.localAddress)
  }

  #open(addresses: readonly string[], options: UdpOptions, events: UdpEvents): UdpSocket {
    const local = parse(options.local)
    if (!local) throw new NetError('ERR_CONFIG', `'${options.local}' is not an IP address with a port`)
    const wildcard = local.ip === '0.0.0.0' || local.ip === '::'
    const ip = wildcard ? addresses.find(address => familyOf(address) === familyOf(local.ip)) : local.ip
    if (ip === undefined || !addresses.includes(ip)) {
      throw new NetError('EADDRNOTAVAIL', `UDP socket on ${options.local}: this host has no such address`)
    }
    const address = format(ip, local.port || this.#nextPort++)
    if (this.#sockets.has(address)) throw new NetError('EADDRINUSE', `UDP socket on ${options.local}: address in use`)
    const socket = new MemorySocket(this, address, options, events)
    this.#sockets.set(address, socket)
    return socket
  }

  #arrive(packet: MemoryPacket, icmp: boolean): void {
    const socket = this.#sockets.get(format(packet.to.ip, packet.to.port))
    const from = format(packet.from.ip, packet.from.port)
    if (socket && (socket.remote === undefined || socket.remote === from)) {
      socket.receive(packet)
    } else if (icmp && this.#hosts.has(packet.to.ip)) {
      this.#answer(packet, {type: 3, code: 3, error: 'ECONNREFUSED'})
    }
  }

  /** An ICMP error on its way back to the sender: ICMPv6 has other numbers for the same things. */
  #answer(packet: MemoryPacket, icmp: {type: number; code: number; error: string; mtu?: number}): void {
    const ipv6 = familyOf(packet.from.ip) === 6
    const numbers = ipv6 ? ICMPV6[`${icmp.type}/${icmp.code}`] : undefined
    const sender = this.#sockets.get(format(packet.from.ip, packet.from.port))
    const back = this.pathOf(packet.to.ip, packet.from.ip)
    this.#link(packet.to.ip, packet.from.ip, back).carry(() => {
      sender?.pathError({
        origin: ipv6 ? 'icmpv6' : 'icmp',
        type: numbers?.[0] ?? icmp.type,
        code: numbers?.[1] ?? icmp.code,
        error: icmp.error,
        mtu: icmp.mtu,
        offender: format(packet.to.ip, 0),
        destination: format(packet.to.ip, packet.to.port),
        quoted: packet.payload.slice(0, 548),
      })
    })
  }

  #link(fromIp: string, toIp: string, options: PathOptions): Link {
    const key = `${fromIp} ${toIp}`
    let link = this.#links.get(key)
    if (!link) this.#links.set(key, (link = new Link(this.clock, this.random.fork(key), options)))
    return link
  }

  async #lookup(name: string, signal: AbortSignal): Promise<Lookup> {
    if (isIp(name)) return {addresses: [name]}
    const entry = this.names.get(name)
    await new Promise<void>((resolve, reject) => {
      const cancel = this.clock.after(entry?.delayMs ?? 0, resolve)
      signal.addEventListener('abort', () => {
        cancel()
        reject(signal.reason as Error)
      })
    })
    return entry?.answer ?? {failure: 'no-such-name', detail: 'ENOTFOUND'}
  }

  #tcpAnswers(address: string): TcpAnswer {
    if (this.tcpListeners.has(address)) return 'open'
    return this.#hosts.has(parse(address)?.ip ?? '') ? 'refused' : 'silent'
  }
}

const ICMPV6: Readonly<Record<string, readonly [type: number, code: number]>> = {
  '3/3': [1, 4],
  '3/4': [2, 0],
  '11/0': [3, 0],
}
