/**
 * A network in this process: two routers in a row and hosts behind them, real packets with real checksums, and no
 * privileges. What a client of an IP proxy wants to see is there: hops, closed ports, a narrow link, addresses of nobody.
 */
import type {Lookup, TcpAnswer} from '../../../net/net.js'
import {isIp, parse} from '../../../net/address.js'
import {Link, type LinkOptions} from '../../../net/link.js'
import type {Clock} from '../../../spec/clock.js'
import type {Random} from '../../../spec/random.js'
import {family} from '../../../wire/ip/address.js'
import {forwarded} from '../../../wire/ip/packet.js'
import {inspect, type Facts} from '../facts.js'
import {fragment} from '../fragments.js'
import {plainError, type ErrorKind} from '../icmp-errors.js'
import {answerLocally} from '../local.js'
import type {IpNetwork, IpReceiver} from '../network.js'
import {parsePrefix, rangeOf, type Prefix} from '../prefix.js'
import {coverage} from '../routes.js'
import {VirtualHost} from './host.js'
import {HOSTS, LINK_MTU, REACHABLE, ROUTERS, type Addresses} from './plan.js'

const isReachable = coverage(REACHABLE.map(text => rangeOf(parsePrefix(text))))

export class VirtualNetwork implements IpNetwork {
  readonly kind = 'virtual'
  readonly reachable: readonly Prefix[] = REACHABLE.map(parsePrefix)
  receiver: IpReceiver | undefined
  readonly responder: VirtualHost
  readonly #hosts: readonly VirtualHost[]
  readonly #up: Link
  readonly #down: Link

  constructor(clock: Clock, random: Random, link: LinkOptions = {}) {
    this.#up = new Link(clock, random.fork('up'), link)
    this.#down = new Link(clock, random.fork('down'), link)
    const around = {
      clock,
      random: random.fork('hosts'),
      lookup: (name: string) => this.#lookup(name),
      tcpAnswers: (address: string) => this.#tcpAnswers(address),
      emit: (packet: Uint8Array) => {
        this.#descend(packet, ROUTERS.length)
      },
    }
    const [responder, ...others] = [HOSTS.responder, HOSTS.echo, HOSTS.narrow].map(
      plan => new VirtualHost(plan, around),
    )
    if (!responder) throw new Error('the plan has a responder')
    this.responder = responder
    this.#hosts = [responder, ...others]
  }

  lookup(name: string): Promise<Lookup> {
    return Promise.resolve(this.#lookup(name))
  }

  send(packet: Uint8Array): void {
    this.#up.carry(() => {
      this.#ascend(packet)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.receiver = undefined
    await Promise.resolve()
  }

  /** From the proxy, router by router, to a host. */
  #ascend(packet: Uint8Array): void {
    let bytes = packet
    for (const [place, router] of ROUTERS.entries()) {
      const facts = inspect(bytes)
      if (!facts || facts.malformed) return
      if (router[facts.family] === facts.destination) {
        this.#reply(place, answerLocally(facts, facts.destination))
        return
      }
      const next = forwarded(bytes)
      if (!next) {
        this.#complain(facts, place, router, {kind: 'time-exceeded', code: 0})
        return
      }
      bytes = next
    }
    const facts = inspect(bytes)
    if (facts) this.#arrive(facts)
  }

  /** At the last router: onto the link of the host, if there is one and the packet fits. */
  #arrive(facts: Facts): void {
    const place = ROUTERS.length - 1
    const router = ROUTERS[place]
    if (!router) return
    const host = this.#hosts.find(one => one.has(facts.destination))
    if (!host) {
      this.#complain(facts, place, router, nobody(facts))
      return
    }
    for (const piece of this.#fitting(facts, host.mtu, place, router)) host.receive(piece)
  }

  #fitting(facts: Facts, mtu: number, place: number, router: Addresses): readonly Uint8Array[] {
    const {bytes, packet, keepsWhole} = facts
    if (bytes.length <= mtu) return [bytes]
    if (!keepsWhole && packet.version === 4) return fragment(packet, mtu)
    this.#complain(facts, place, router, {kind: 'packet-too-big', mtu})
    return []
  }

  #complain(facts: Facts, place: number, router: Addresses, error: ErrorKind): void {
    this.#reply(place, plainError(facts, error, router[facts.family]))
  }

  #reply(place: number, packet: Uint8Array | undefined): void {
    if (packet) this.#descend(packet, place)
  }

  /** Towards the proxy, from in front of the router with this number: those before it take a hop each. */
  #descend(packet: Uint8Array, from: number): void {
    let bytes = packet
    for (let place = from - 1; place >= 0; place--) {
      const facts = inspect(bytes)
      const router = ROUTERS[place]
      if (!facts || !router) return
      const host = this.#hosts.find(one => one.has(facts.destination))
      const next = forwarded(bytes)
      if (!next) {
        this.#expire(facts, router)
        return
      }
      bytes = next
      if (!host) continue
      // From one host to another: the last router knows both.
      this.#up.carry(() => {
        host.receive(next)
      })
      return
    }
    if (bytes.length > LINK_MTU) return
    this.#down.carry(() => {
      this.receiver?.onPacket(bytes)
    })
  }

  /** On the way down: the host that sent it is told. */
  #expire(facts: Facts, router: Addresses): void {
    const error = plainError(facts, {kind: 'time-exceeded', code: 0}, router[facts.family])
    const sender = this.#hosts.find(one => one.has(facts.source))
    if (!error || !sender) return
    this.#up.carry(() => {
      sender.receive(error)
    })
  }

  #lookup(name: string): Lookup {
    if (isIp(name)) return {addresses: [name]}
    const host = this.#hosts.find(({plan}) => plan.name === name.toLowerCase())
    return host
      ? {addresses: [host.plan.addresses[6], host.plan.addresses[4]]}
      : {failure: 'no-such-name', detail: 'ENOTFOUND'}
  }

  #tcpAnswers(address: string): TcpAnswer {
    const {ip = '', port = 0} = parse(address) ?? {}
    const host = this.#hosts.find(one => one.has(ip))
    if (!host) return 'silent'
    return host.plan.tcpPorts.includes(port) ? 'open' : 'refused'
  }
}

/** An address of nobody on a link that is there, or of a network that is not. */
function nobody({destination}: Facts): ErrorKind {
  const of = family(destination)
  if (!isReachable(destination)) return {kind: 'unreachable', code: 0}
  return {kind: 'unreachable', code: of === 4 ? 1 : 3}
}
