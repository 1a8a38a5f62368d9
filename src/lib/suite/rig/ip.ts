/**
 * An IP tunnel as probes have it: addresses and routes are seen to, echoes go to the target and back, and the responder
 * says what reached it. Everything that came is kept as it came, whatever rules it breaks.
 */
import {createHash} from 'node:crypto'
import type {Head, SendOutcome} from '../../http/transport.js'
import {understand} from '../../probe/ip/packet.js'
import {port} from '../../probe/ip/vantage.js'
import {Obstacle} from '../../spec/rig.js'
import type {IpEchoOptions, IpRig, UdpPacketOptions} from '../../spec/tunnel-rig.js'
import type {Random} from '../../spec/random.js'
import type {IpObserver, IpTunnel} from '../../tunnel/ip-tunnel.js'
import {toHex} from '../../wire/bytes.js'
import {family as familyOf, type Family} from '../../wire/ip/address.js'
import type {Width} from '../../wire/varint.js'
import {Bell} from './bell.js'
import type {RigContext} from './context.js'
import {IpAddresses} from './ip-addresses.js'
import {Conversation} from './ip-conversation.js'
import {Echoes} from './ip-echoes.js'
import {AnyTunnel, MAX_VALUE} from './tunnel.js'

const MAX_PACKETS = 4096
const MAX_PACKET_BYTES = 16 << 20
const MAX_PAYLOADS = 4096

export type IpRigContext = Pick<RigContext, 'http' | 'platform' | 'patienceMs' | 'place' | 'ipResponder'>

export class IpTunnelRig extends AnyTunnel implements IpRig {
  readonly packets: {readonly atMs: number; readonly bytes: Uint8Array}[] = []
  /** What comes is told to it from now on. */
  readonly observer: IpObserver
  #packetBytes = 0
  readonly #random: Random
  readonly #bell: Bell
  readonly #addresses: IpAddresses
  readonly #echoes: Echoes
  /** By our address. */
  readonly #conversations = new Map<string, Conversation>()
  /** By SHA-256: to whom it was to go. */
  readonly #payloads = new Map<string, Conversation>()

  constructor(
    readonly ip: IpTunnel,
    response: Head,
    private readonly context: IpRigContext,
  ) {
    const {clock, random} = context.platform
    const {http, patienceMs, place} = context
    super(ip.tunnel, response, {http, clock, patienceMs})
    // No two tunnels ask alike: what of one comes out of another must not look like its own.
    this.#random = random.fork(`IP tunnel ${random.integer(2 ** 32)}`)
    this.#bell = new Bell(clock)
    const common = {bell: this.#bell, patienceMs, hasEnded: () => this.ending() !== null}
    this.#addresses = new IpAddresses(ip, {...common, targets: place.ipTarget})
    this.#echoes = new Echoes({...common, random: this.#random, send: (packet, width) => this.#ask(packet, width)})
    this.observer = this.#observer()
    void this.#read()
    void ip.ended.then(() => {
      this.#bell.ring()
    })
  }

  ready(signal: AbortSignal): Promise<readonly Family[]> {
    return this.#addresses.ready(signal)
  }

  address(family: Family): string | undefined {
    return this.#addresses.of(family)
  }

  accomplice(): Promise<undefined> {
    return Promise.resolve(undefined)
  }

  send(packet: Uint8Array): Promise<SendOutcome> {
    return this.unlessStuck(this.ip.send(packet), 'queueFull')
  }

  async echo(signal: AbortSignal, {family, to, from, ...plan}: IpEchoOptions = {}): Promise<boolean> {
    const ready = await this.ready(signal)
    const named = to ?? from
    const wanted = family ?? (named === undefined ? ready[0] : familyOf(named))
    if (wanted === undefined) throw new Obstacle('inconclusive', `no ICMP echo could be sent: ${this.#whyNotReady()}`)
    const destination = to ?? this.context.place.ipTarget[wanted]
    if (destination === undefined) {
      throw new Obstacle('inconclusive', `there is no target of IPv${wanted} whose ICMP echo could be waited for`)
    }
    const source = from ?? this.address(wanted)
    if (source === undefined) {
      throw new Obstacle('inconclusive', `the tunnel has no address of IPv${wanted} to send an ICMP echo from`)
    }
    return this.#echoes.ask({source, destination}, plan, signal)
  }

  async udpPacket(
    payload: Uint8Array,
    signal: AbortSignal,
    {family, source}: UdpPacketOptions = {},
  ): Promise<Uint8Array | undefined> {
    const conversation = await this.#greeted(family ?? (source === undefined ? undefined : familyOf(source)), signal)
    if (!conversation) return undefined
    if (source !== undefined && !(await conversation.greetFrom(source, signal))) return undefined
    this.#payloads.set(sha256(payload), conversation)
    const [oldest] = this.#payloads.keys()
    if (this.#payloads.size > MAX_PAYLOADS && oldest !== undefined) this.#payloads.delete(oldest)
    return conversation.packet(payload, source)
  }

  async arrived(payload: Uint8Array, signal: AbortSignal, withinMs = this.patienceMs): Promise<boolean | undefined> {
    const name = sha256(payload)
    return this.#payloads.get(name)?.saw(name, withinMs, signal)
  }

  async egress(signal: AbortSignal, family?: Family): Promise<string | undefined> {
    return (await this.#greeted(family, signal))?.observed
  }

  #ask(packet: Uint8Array, width: Width | undefined): Promise<SendOutcome> {
    return width === undefined ? this.send(packet) : this.ip.sendInContext(0n, packet, width)
  }

  /** undefined: there is nobody, nobody answers, or there is no address to ask from. */
  async #greeted(wanted: Family | undefined, signal: AbortSignal): Promise<Conversation | undefined> {
    if (!this.context.ipResponder) return undefined
    const ready = await this.ready(signal)
    const {ips} = this.context.ipResponder
    const family = wanted ?? ready.find(one => ips[one] !== undefined)
    const conversation = family && this.#conversation(family)
    return conversation && (await conversation.greet(signal)) ? conversation : undefined
  }

  #conversation(family: Family): Conversation | undefined {
    const {ipResponder: responder, platform, patienceMs} = this.context
    const [ours, theirs] = [this.address(family), responder?.ips[family]]
    if (!responder || ours === undefined || theirs === undefined) return undefined
    const known = this.#conversations.get(ours)
    if (known && !known.isForgotten) return known
    const made = new Conversation({
      bell: this.#bell,
      clock: platform.clock,
      patienceMs,
      to: {ip: theirs, port: responder.port, key: responder.key},
      at: {ip: ours, port: port(this.#random)},
      send: packet => this.send(packet),
      mtu: () => this.ip.mtu,
      hasEnded: () => this.ending() !== null,
    })
    this.#conversations.set(ours, made)
    return made
  }

  #whyNotReady(): string {
    const ending = this.ending()
    if (ending) return `the tunnel ended before an address and a route were there: ${ending.detail}`
    if (Object.keys(this.context.place.ipTarget).length === 0) return 'there is no target for packets of an IP tunnel'
    if (this.address(4) === undefined && this.address(6) === undefined) {
      return 'the proxy assigned no address, neither by itself nor when it was asked (ADDRESS_REQUEST)'
    }
    return 'there is no address and route of one family that lead to the target'
  }

  #observer(): IpObserver {
    return {
      onDatagram: (bytes, start, end, carrier) => {
        this.keep({kind: 'datagram', carrier, bytes: bytes.slice(start, end), atMs: this.sinceMs})
      },
      onCapsule: (type, length, value) => {
        this.keep({kind: 'capsule', type, length, value: value.slice(0, MAX_VALUE), atMs: this.sinceMs})
        this.#bell.ring()
      },
    }
  }

  async #read(): Promise<void> {
    for await (const {packet} of this.ip.received()) {
      if (this.#isAnswer(packet)) this.#bell.ring()
      else if (this.packets.length < MAX_PACKETS && this.#packetBytes + packet.length <= MAX_PACKET_BYTES) {
        this.#packetBytes += packet.length
        this.packets.push({atMs: this.sinceMs, bytes: packet})
      }
    }
  }

  /** What no receiver accepts answers nothing. */
  #isAnswer(packet: Uint8Array): boolean {
    const inner = understand(packet)
    if (!inner || inner.problems.length > 0) return false
    return this.#echoes.take(inner) || [...this.#conversations.values()].some(one => one.take(inner))
  }
}

function sha256(payload: Uint8Array): string {
  return toHex(createHash('sha256').update(payload).digest())
}
