/**
 * What is behind an IP proxy, in memory and in virtual time: routers on the way, a host that answers echo, TCP and the
 * responder's questions. A tunnel into it does what the proxy does, or what a bad one would.
 */
import {AsyncQueue} from '../../../src/lib/http/async-queue.js'
import type {Ending} from '../../../src/lib/http/ending.js'
import type {Carrier, SendOutcome} from '../../../src/lib/http/transport.js'
import {NetError, type Net, type UdpEvents, type UdpSocket} from '../../../src/lib/net/net.js'
import {format, parse} from '../../../src/lib/net/address.js'
import type {PacketTunnel} from '../../../src/lib/probe/ip/dispatcher.js'
import {ResponderKey} from '../../../src/lib/responder/message.js'
import {Responder} from '../../../src/lib/responder/responder.js'
import type {Clock} from '../../../src/lib/spec/clock.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {Cursor} from '../../../src/lib/wire/cursor.js'
import {compose, interpret, quotation, type IcmpMeaning} from '../../../src/lib/wire/icmp/meaning.js'
import * as icmp from '../../../src/lib/wire/icmp/message.js'
import {family, type Family} from '../../../src/lib/wire/ip/address.js'
import * as ip from '../../../src/lib/wire/ip/packet.js'
import * as tcp from '../../../src/lib/wire/tcp.js'
import * as udp from '../../../src/lib/wire/udp.js'

export const KEY = ResponderKey.random()
export const HOST = {4: '203.0.113.7', 6: '2001:db8:7::7'} as const
export const CLIENT = {4: '192.0.2.10', 6: '2001:db8:1::10'} as const
export const RESPONDER_PORT = 4433
export const ROUTERS = {
  4: ['10.0.0.1', '198.51.100.1', '198.51.100.2'],
  6: ['2001:db8:a::1', '2001:db8:b::1', '2001:db8:c::1'],
} as const

export interface InnerOptions {
  /** One way. */
  readonly delayMs?: number
  /** Of every packet, each way. */
  readonly loss?: number
  /** Packets may overtake each other by so much. */
  readonly jitterMs?: number
  readonly tcp?: 'open' | 'refused' | 'silent' | 'unreachable'
  readonly answersEcho?: boolean
  readonly silentRouters?: boolean
  /** The client's address as the host sees it. */
  readonly translated?: string
  readonly mtu?: number
  /** Nothing larger comes back. */
  readonly downMtu?: number
  /** What a proxy that meddles makes of packets on their way down; several, or none. */
  readonly meddle?: (packet: Uint8Array) => readonly Uint8Array[]
  readonly responder?: boolean
}

export class InnerWorld {
  readonly #random = seeded(7)
  readonly #sockets = new Map<string, UdpEvents>()
  /** Every packet of the client's that came in, with its header as it was sent. */
  readonly sent: ip.IpPacket[] = []
  readonly direct: Net
  readonly #origin = new Map<string, string>()

  constructor(
    readonly clock: Clock,
    readonly options: InnerOptions = {},
  ) {
    this.direct = this.#directNet()
    if (options.responder === false) return
    for (const version of [4, 6] as const) {
      new Responder({net: this.#hostNet(version), clock, key: KEY, local: format(HOST[version], RESPONDER_PORT)})
    }
  }

  /** A packet of the client's; what answers it goes to `deliver`. */
  carry(bytes: Uint8Array, deliver: (packet: Uint8Array) => void): void {
    const packet = ip.read(new Cursor(bytes))
    this.sent.push(packet)
    this.#later(() => {
      this.#route(packet, bytes, answer => {
        this.#back(answer, deliver)
      })
    })
  }

  #back(answer: Uint8Array, deliver: (packet: Uint8Array) => void): void {
    const {downMtu = Infinity, meddle = unchanged} = this.options
    if (answer.length > downMtu) return
    for (const packet of meddle(answer)) this.#later(() => deliver(packet))
  }

  #later(callback: () => void): void {
    const {delayMs = 5, loss = 0, jitterMs = 0} = this.options
    if (this.#random.next() < loss) return
    this.clock.after(delayMs + this.#random.next() * jitterMs, callback)
  }

  #route(packet: ip.IpPacket, bytes: Uint8Array, answer: (bytes: Uint8Array) => void): void {
    const {version, source} = packet
    const routers = ROUTERS[version]
    const hops = ip.hops(packet)
    const says = (router: string, meaning: Exclude<IcmpMeaning, {kind: 'other'}>): void => {
      answer(icmpPacket({source: router, destination: source}, meaning))
    }
    const quote = quotation(bytes)
    const {mtu = Infinity, silentRouters = false} = this.options
    if (hops <= routers.length) {
      const router = routers[hops - 1]!
      const expired = bytes.slice()
      expired[version === 4 ? 8 : 7] = 1
      if (!silentRouters) {
        says(router, {kind: 'time-exceeded', code: 0, quote: quotation(expired), extensions: new Uint8Array()})
      }
    } else if (bytes.length > mtu) {
      if (!silentRouters) says(routers[0], {kind: 'packet-too-big', mtu, quote, extensions: new Uint8Array()})
    } else if (packet.destination === HOST[version]) {
      this.#atHost(packet, hops - routers.length, answer, says, quote)
    }
  }

  #atHost(
    packet: ip.IpPacket,
    ttl: number,
    answer: (bytes: Uint8Array) => void,
    says: (from: string, meaning: Exclude<IcmpMeaning, {kind: 'other'}>) => void,
    quote: Uint8Array,
  ): void {
    const {version, source, destination} = packet
    const back = {source: destination, destination: source}
    const {protocol, payload} = ip.upper(packet)
    const {answersEcho = true, tcp: listens = 'open', translated} = this.options
    if (protocol === icmp.PROTOCOL[version]) {
      const meaning = interpret(version, icmp.read(new Cursor(payload)))
      if (meaning.kind === 'echo-request' && answersEcho) answer(icmpPacket(back, {...meaning, kind: 'echo-reply'}))
    } else if (protocol === ip.PROTOCOL.UDP) {
      const datagram = udp.read(new Cursor(payload))
      const from = format(translated ?? source, datagram.sourcePort)
      this.#origin.set(from, source)
      const socket = this.#sockets.get(format(destination, datagram.destinationPort))
      if (!socket) {
        says(destination, {kind: 'unreachable', code: version === 4 ? 3 : 4, quote, extensions: new Uint8Array()})
        return
      }
      this.#answers.set(from, payloadBack => {
        answer(
          packetOf(
            back,
            ip.PROTOCOL.UDP,
            udp.write(
              {sourcePort: datagram.destinationPort, destinationPort: datagram.sourcePort, payload: payloadBack},
              back,
            ),
          ),
        )
      })
      socket.onPacket({
        ...whole(datagram.payload),
        atNs: Number(this.clock.nowNs()),
        tos: 0,
        ttl,
        from,
        localIp: undefined,
      })
    } else if (protocol === ip.PROTOCOL.TCP) {
      const segment = tcp.read(new Cursor(payload))
      if ((segment.flags & tcp.FLAG.SYN) === 0) return
      if (listens === 'unreachable') {
        says(ROUTERS[version][2], {kind: 'unreachable', code: 1, quote, extensions: new Uint8Array()})
      }
      const ports = {sourcePort: segment.destinationPort, destinationPort: segment.sourcePort}
      const acknowledgment = (segment.sequence + 1) >>> 0
      if (listens === 'refused') answer(packetOf(back, 6, tcp.write({...ports, flags: 20, acknowledgment}, back)))
      if (listens === 'open') {
        const options = tcp.writeOptions([{kind: 'mss', size: 1400}, {kind: 'nop'}, {kind: 'window-scale', shift: 8}])
        answer(packetOf(back, 6, tcp.write({...ports, flags: 18, acknowledgment, window: 65000, options}, back)))
      }
    }
  }

  #channels = 0
  readonly #answers = new Map<string, (payload: Uint8Array) => void>()

  #hostNet(version: Family): Net {
    return netOf((local, events) => {
      const address = local.startsWith('[') || local.includes('.') ? local : format(HOST[version], RESPONDER_PORT)
      this.#sockets.set(address, events)
      return (payload, to) => this.#answers.get(to)?.(payload.slice())
    })
  }

  /** Past the proxy, without loss. */
  #directNet(): Net {
    return netOf((_local, events, remote) => {
      const from = `198.51.100.99:${1000 + this.#channels++}`
      this.#answers.set(from, payload => {
        this.clock.after(1, () => {
          events.onPacket({...whole(payload), atNs: 0, tos: 0, ttl: 64, from: remote ?? '', localIp: undefined})
        })
      })
      return payload => {
        const copy = payload.slice()
        this.clock.after(1, () => {
          const socket = this.#sockets.get(remote ?? '')
          socket?.onPacket({...whole(copy), atNs: 0, tos: 0, ttl: 64, from, localIp: undefined})
        })
      }
    })
  }
}

const unchanged: NonNullable<InnerOptions['meddle']> = packet => [packet]

function whole(bytes: Uint8Array): {bytes: Uint8Array; start: number; end: number} {
  return {bytes, start: 0, end: bytes.length}
}

export function icmpPacket(
  ends: {source: string; destination: string},
  meaning: Exclude<IcmpMeaning, {kind: 'other'}>,
): Uint8Array {
  const version = family(ends.source)
  return packetOf(ends, icmp.PROTOCOL[version], icmp.write(compose(version, meaning), ends))
}

export function packetOf(
  {source, destination}: {source: string; destination: string},
  protocol: number,
  payload: Uint8Array,
): Uint8Array {
  return family(source) === 4
    ? ip.write({source, destination, protocol, payload, ttl: 61})
    : ip.write({source, destination, nextHeader: protocol, payload, hopLimit: 61})
}

function netOf(
  open: (local: string, events: UdpEvents, remote?: string) => (payload: Uint8Array, to: string) => void,
): Net {
  return {
    udp: ({local, remote}, events) => {
      const send = open(local, events, remote)
      const close = (): void => undefined
      const socket: UdpSocket = {
        localAddress: local,
        send: (payload, options) => {
          send(payload, options?.to ?? '')
          return 'sent'
        },
        sendBatch: () => {
          throw new NetError('ENOSYS', 'one at a time')
        },
        close,
        [Symbol.asyncDispose]: async () => close(),
      }
      return socket
    },
    lookup: async host => {
      if (host === 'responder.example') return {addresses: [HOST[6], HOST[4]]}
      return parse(`${host}:1`) || host.includes(':') ? {addresses: [host]} : NO_NAME
    },
    tcpAnswers: async () => 'silent',
  }
}

const NO_NAME = {failure: 'no-such-name', detail: 'ENOTFOUND'} as const

/** A session as far as stimuli see it. */
export class ScriptedTunnel implements PacketTunnel {
  readonly #arrived = new AsyncQueue<{packet: Uint8Array; atNs: bigint; carrier: Carrier}>()
  readonly drops = {received: 0, unsent: 0}
  readonly ended: Promise<Ending>
  maxPacketBytes: number | undefined = 1400
  #end!: (ending: Ending) => void
  #isOver = false

  constructor(readonly world: InnerWorld) {
    this.ended = new Promise(resolve => {
      this.#end = resolve
    })
  }

  async send(packet: Uint8Array): Promise<SendOutcome> {
    if (this.#isOver) return 'closed'
    if (packet.length > (this.maxPacketBytes ?? 65_535)) return {tooLarge: this.maxPacketBytes ?? 65_535}
    this.world.carry(packet.slice(), bytes => this.deliver(bytes))
    return 'accepted'
  }

  deliver(packet: Uint8Array): void {
    this.#arrived.push({packet, atNs: this.world.clock.nowNs(), carrier: 'frame'})
  }

  received(): AsyncIterable<{packet: Uint8Array; atNs: bigint; carrier: Carrier}> {
    return this.#arrived
  }

  end(ending: Ending = {by: 'peer', how: 'finished', scope: 'tunnel', detail: 'the peer ended the stream'}): void {
    this.#isOver = true
    this.#arrived.close()
    this.#end(ending)
  }
}

export const REFUSAL = {
  4: {address: '0.0.0.0', prefixLength: 32},
  6: {address: '::', prefixLength: 128},
} as const

export const EVERYWHERE = [
  {start: '0.0.0.0', end: '255.255.255.255', protocol: 0},
  {start: '::', end: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', protocol: 0},
]
