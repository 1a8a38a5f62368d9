/**
 * A host of the virtual network: ICMP echo, UDP sockets, a TCP that shakes hands, and the errors a host sends for what
 * it has not. Its `net` is that of a real host to whoever runs on it.
 */
import {format, parse} from '../../../net/address.js'
import {
  NetError,
  type Lookup,
  type Net,
  type TcpAnswer,
  type UdpEvents,
  type UdpOptions,
  type UdpSocket,
} from '../../../net/net.js'
import type {Clock} from '../../../spec/clock.js'
import type {Random} from '../../../spec/random.js'
import {Cursor} from '../../../wire/cursor.js'
import {WireError} from '../../../wire/error.js'
import {interpret, quotedPacket} from '../../../wire/icmp/meaning.js'
import * as icmp from '../../../wire/icmp/message.js'
import {family, type Family} from '../../../wire/ip/address.js'
import {readChain} from '../../../wire/ip/extensions.js'
import {PROTOCOL, tos, upper, write as writePacket, type IpPacket} from '../../../wire/ip/packet.js'
import {HEADER, MIN_MTU} from '../../../wire/ip/v6.js'
import * as tcp from '../../../wire/tcp.js'
import * as udp from '../../../wire/udp.js'
import {inspect, type Facts} from '../facts.js'
import {icmpPacket, plainError, type ErrorKind} from '../icmp-errors.js'
import {pathErrorOf} from './path-error.js'
import type {HostPlan} from './plan.js'
import {Reassembly} from './reassembly.js'
import {fragmentAtSource} from './source-fragments.js'
import {answer} from './tcp.js'
import {VirtualUdpSocket} from './udp-socket.js'

/** What a host sees of the network around it. */
export interface Surroundings {
  readonly clock: Clock
  readonly random: Random
  lookup(name: string): Lookup
  tcpAnswers(address: string): TcpAnswer
  /** Onto its link. */
  emit(packet: Uint8Array): void
}

const FIRST_EPHEMERAL_PORT = 49_152
const MAX_PATHS = 1024
/** As Linux has it for IPv4; for IPv6 it is what every link carries. */
const NARROWEST: Readonly<Record<Family, number>> = {4: 552, 6: MIN_MTU}

export class VirtualHost {
  readonly #sockets = new Map<string, VirtualUdpSocket>()
  readonly #pathMtus = new Map<string, number>()
  readonly #reassembly: Reassembly
  #nextPort = FIRST_EPHEMERAL_PORT
  #nextId = 1

  constructor(
    readonly plan: HostPlan,
    private readonly around: Surroundings,
  ) {
    this.#reassembly = new Reassembly(around.clock)
    for (const port of plan.echoPorts) for (const of of [4, 6] as const) this.#echo(of, port)
  }

  get clock(): Clock {
    return this.around.clock
  }

  get mtu(): number {
    return this.plan.mtu
  }

  has(address: string): boolean {
    return this.plan.addresses[family(address)] === address
  }

  /** The network as somebody on this host has it. */
  readonly net: Net = {
    udp: (options, events) => this.#open(options, events),
    lookup: name => Promise.resolve(this.around.lookup(name)),
    tcpAnswers: address => Promise.resolve(this.around.tcpAnswers(address)),
  }

  pathMtu(destination: string): number | undefined {
    return this.#pathMtus.get(destination)
  }

  nextId(): number {
    return this.#nextId++ & 0xffff
  }

  /** In pieces if need be: whoever wants otherwise looks at the size before. */
  emit(packet: Uint8Array): void {
    const pieces = packet.length <= this.mtu ? [packet] : fragmentAtSource(packet, this.mtu, this.nextId())
    for (const piece of pieces) this.around.emit(piece)
  }

  close(socket: VirtualUdpSocket): void {
    if (this.#sockets.get(socket.localAddress) === socket) this.#sockets.delete(socket.localAddress)
  }

  /** A packet for one of its addresses. */
  receive(bytes: Uint8Array): void {
    const arrived = inspect(bytes)
    if (!arrived || arrived.malformed) return
    const whole = this.#reassembly.add(arrived)
    const facts = whole === bytes ? arrived : inspect(whole ?? new Uint8Array(0))
    if (facts) this.#take(facts)
  }

  #take(facts: Facts): void {
    const {protocol, payload, complete} = upper(facts.packet)
    if (!complete) return
    try {
      switch (protocol) {
        case icmp.PROTOCOL[facts.family]:
          this.#onIcmp(facts, icmp.read(new Cursor(payload)))
          break
        case PROTOCOL.UDP:
          this.#onUdp(facts, udp.read(new Cursor(payload)))
          break
        case PROTOCOL.TCP:
          this.#onTcp(facts.packet, tcp.read(new Cursor(payload)))
          break
        default:
          this.#complain(facts, unknownProtocol(facts.packet))
      }
    } catch (error) {
      // Cut off within a header: a host drops it.
      if (!(error instanceof WireError)) throw error
    }
  }

  #onIcmp({packet, family: of}: Facts, message: icmp.IcmpMessage): void {
    if (icmp.problems(message, packet).length > 0) return
    const meaning = interpret(of, message)
    if (meaning.kind === 'echo-request') {
      this.emit(icmpPacket(packet.destination, packet.source, {...meaning, kind: 'echo-reply'}, tos(packet)))
      return
    }
    const quoted = 'quote' in meaning ? quotedPacket(meaning) : undefined
    if (!quoted) return
    const found = pathErrorOf(packet.source, message, meaning, quoted)
    const socket = found && this.#sockets.get(found.local)
    if (!socket) return
    if (meaning.kind === 'packet-too-big') this.#learn(quoted.destination, meaning.mtu)
    socket.pathError(found.error)
  }

  /** Anybody can say anything: no path is believed to be narrower than paths are, and not all is remembered. */
  #learn(destination: string, mtu: number): void {
    if (this.#pathMtus.size >= MAX_PATHS) this.#pathMtus.clear()
    this.#pathMtus.set(destination, Math.max(mtu, NARROWEST[family(destination)]))
  }

  #onUdp(facts: Facts, datagram: udp.UdpDatagram): void {
    const {packet} = facts
    if (udp.problems(datagram, packet).length > 0) return
    const socket = this.#sockets.get(format(packet.destination, datagram.destinationPort))
    if (socket?.hears(format(packet.source, datagram.sourcePort))) socket.receive(packet, datagram)
    else this.#complain(facts, {kind: 'unreachable', code: facts.family === 4 ? 3 : 4})
  }

  #onTcp(packet: IpPacket, segment: tcp.TcpSegment): void {
    if (tcp.problems(segment, packet).length > 0) return
    const ends = {source: packet.destination, destination: packet.source}
    const isOpen = this.plan.tcpPorts.includes(segment.destinationPort)
    const {random, clock} = this.around
    const payload = answer(segment, isOpen, random, ends, clock.now())
    if (!payload) return
    if (family(ends.source) === 4) this.emit(writePacket({...ends, protocol: PROTOCOL.TCP, payload, flags: 2}))
    else this.emit(writePacket({...ends, nextHeader: PROTOCOL.TCP, payload}))
  }

  #complain(facts: Facts, error: ErrorKind): void {
    const packet = plainError(facts, error, facts.destination)
    if (packet) this.emit(packet)
  }

  #open(options: UdpOptions, events: UdpEvents): UdpSocket {
    const local = parse(options.local)
    if (!local) throw new NetError('ERR_CONFIG', `'${options.local}' is not an IP address with a port`)
    const wildcard = local.ip === '0.0.0.0' || local.ip === '::'
    const ip = wildcard ? this.plan.addresses[family(local.ip)] : local.ip
    if (!this.has(ip)) throw new NetError('EADDRNOTAVAIL', `${this.plan.name} has no address ${ip}`)
    const address = format(ip, local.port || this.#nextPort++)
    if (this.#sockets.has(address)) throw new NetError('EADDRINUSE', `UDP socket on ${address}: address in use`)
    const socket = new VirtualUdpSocket(this, address, options, events)
    this.#sockets.set(address, socket)
    return socket
  }

  #echo(of: Family, port: number): void {
    const socket = this.#open(
      {local: format(this.plan.addresses[of], port)},
      {
        onPacket: ({bytes, start, end, from, tos}) => {
          socket.send(bytes.subarray(start, end), {to: from, ...(tos !== undefined && {tos})})
        },
      },
    )
  }
}

/** Protocol unreachable (RFC 1122 section 3.2.2.1), or the place of a next header that nobody knows (RFC 4443). */
function unknownProtocol(packet: IpPacket): ErrorKind {
  if (packet.version === 4) return {kind: 'unreachable', code: 2}
  const {extensions} = readChain(packet.nextHeader, packet.payload)
  const beforeLast = extensions.slice(0, -1).reduce((sum, {body}) => sum + 2 + body.length, 0)
  return {kind: 'parameter-problem', code: 1, pointer: extensions.length === 0 ? 6 : HEADER + beforeLast}
}
