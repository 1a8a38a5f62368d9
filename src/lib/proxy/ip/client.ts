/**
 * One client's packets, both ways, as a router sees them: what is wrong with one is looked for in a fixed order, and the
 * policy says what is done about it. Nothing here knows how packets travel to the client.
 */
import type {Clock} from '../../spec/clock.js'
import type {Direction, IpPolicy, Trouble, TroubleAction} from '../../spec/ip-policy.js'
import type {IpRange} from '../../wire/connect-ip/route-advertisement.js'
import {isInPrefix} from '../../wire/ip/address.js'
import {isExtension} from '../../wire/ip/extensions.js'
import {forwarded, isIcmp} from '../../wire/ip/packet.js'
import {MIN_MTU} from '../../wire/ip/v6.js'
import {inspect, isSourceRouted, kindOf, type Facts} from './facts.js'
import {fragment} from './fragments.js'
import {errorAbout, isNoHost} from './icmp-errors.js'
import {answerLocally} from './local.js'
import type {Prefix} from './prefix.js'
import {Rate} from './rate.js'
import {coverage} from './routes.js'
import type {IpService} from './service.js'

/** How packets reach the client. */
export interface ClientLink {
  readonly mtu: number
  send(packet: Uint8Array): void
  /** Whatever its size. */
  sendInCapsule(packet: Uint8Array): void
  /** An IPv6 packet that every link must carry did not fit (RFC 9484 section 7.2). */
  onTooSmall(): void
  /** Gives up the tunnel. */
  abort(): void
}

/** What the client asked for, with names resolved. */
export interface ResolvedScope {
  /** undefined: everything. */
  readonly prefixes: readonly Prefix[] | undefined
  readonly protocol: number | undefined
}

type Check = readonly [trouble: Trouble, applies: (facts: Facts) => boolean]

export class IpClient {
  readonly counts = {up: 0, down: 0, dropped: 0, answered: 0}
  /** The prefixes that are its own. */
  readonly held: Prefix[] = []
  readonly #rate: Rate
  readonly #allowance: Rate | undefined
  readonly #inTarget: (address: string) => boolean
  #behind: (address: string) => boolean = () => false

  constructor(
    private readonly service: IpService,
    private readonly scope: ResolvedScope,
    private readonly link: ClientLink,
    clock: Clock,
  ) {
    const {icmp, packets} = this.#policy
    this.#rate = new Rate(clock, icmp.rate)
    this.#allowance = packets.rate && new Rate(clock, packets.rate)
    const {prefixes} = scope
    this.#inTarget = address =>
      prefixes === undefined || prefixes.some(prefix => isInPrefix(address, prefix.address, prefix.length))
  }

  get #policy(): IpPolicy {
    return this.service.policy
  }

  /** Networks that the client says it leads to, and that are used. */
  setRoutes(ranges: readonly IpRange[]): void {
    this.#behind = coverage(ranges)
  }

  leadsTo(address: string): boolean {
    return this.#behind(address)
  }

  /** From the tunnel. */
  fromClient(bytes: Uint8Array): void {
    const facts = inspect(bytes)
    if (!facts) {
      this.#onNoPacket(bytes)
      return
    }
    if (this.#stopped(facts, this.#checksUp, 'up') || this.#isFiltered(facts, 'up')) return
    this.counts.up++
    const packet = this.#goingOn(facts, 'up')
    if (!packet) {
      this.#onTrouble(facts, 'hop-limit', 'up')
      return
    }
    const other = this.service.find(facts.destination)
    const going = packet === bytes ? facts : inspect(packet)
    if (!other) this.service.network.send(packet)
    else if (going) other.toClient(going)
  }

  /** From the network, or from another client. */
  toClient(facts: Facts): void {
    if (this.#stopped(facts, this.#checksDown, 'down') || this.#isFiltered(facts, 'down')) return
    const packet = this.#goingOn(facts, 'down')
    if (!packet) {
      this.#onTrouble(facts, 'hop-limit', 'down')
      return
    }
    if (packet.length > this.link.mtu) this.#tooBig(facts, packet)
    else this.deliver(packet)
  }

  /** Of the proxy's own making, or ready to go: no hop is taken. */
  deliver(packet: Uint8Array): void {
    this.counts.down++
    this.link.send(packet)
  }

  readonly #checksUp: readonly Check[] = [
    ['malformed', ({malformed}) => malformed],
    ['hop-limit', ({hops}) => hops === 0],
    ['spoofed-source', facts => !this.#isFromClient(facts)],
    ['not-unicast', ({source, destination}) => isNoHost(source) || isNoHost(destination)],
    ['link-local', ({source, destination}) => isLinkLocal(source) || isLinkLocal(destination)],
    ['source-routed', isSourceRouted],
    ['out-of-scope', facts => !this.#inTarget(facts.destination) || !this.#isInProtocol(facts)],
    ['other-client', ({destination}) => this.service.find(destination) !== undefined],
    ['no-route', ({destination}) => !this.service.find(destination) && !this.service.reaches(destination)],
    ['prohibited', ({destination}) => !this.#policy.packets.mayReach(destination)],
  ]

  readonly #checksDown: readonly Check[] = [
    ['malformed', ({malformed}) => malformed],
    ['not-unicast', ({source}) => isNoHost(source)],
    ['link-local', ({source}) => isLinkLocal(source)],
    // Routers on the way are outside every scope, and their errors are what ICMP is for.
    [
      'out-of-scope',
      facts => !this.#isAlwaysAllowed(facts) && (!this.#inTarget(facts.source) || !this.#isInProtocol(facts)),
    ],
  ]

  /** True: the packet goes no further. Those to the proxy itself are looked at once it is known whose they are. */
  #stopped(facts: Facts, checks: readonly Check[], direction: Direction): boolean {
    for (const [trouble, applies] of checks) {
      if (direction === 'up' && trouble === 'not-unicast' && this.#isForUs(facts)) return this.#answerOurselves(facts)
      if (applies(facts) && this.#onTrouble(facts, trouble, direction) !== 'forward') return true
    }
    return false
  }

  #onTrouble(facts: Facts, trouble: Trouble, direction: Direction): TroubleAction {
    const action = this.#actionOn(trouble, direction)
    if (action === 'forward') return action
    this.counts.dropped++
    if (action === 'answer') this.#answer(facts, trouble, direction)
    if (action === 'abort') this.link.abort()
    return action
  }

  /** Not even a header: there is nobody who could be answered. */
  #onNoPacket(bytes: Uint8Array): void {
    const action = this.#actionOn('malformed', 'up')
    if (action === 'forward') this.service.network.send(bytes)
    else this.counts.dropped++
    if (action === 'abort') this.link.abort()
  }

  #isFiltered({family, protocol, bytes}: Facts, direction: Direction): boolean {
    const isFiltered =
      this.#policy.packets.filters?.({family, protocol, bytes}, direction) === true ||
      (direction === 'up' && this.#allowance?.take() === false)
    if (isFiltered) this.counts.dropped++
    return isFiltered
  }

  #actionOn(trouble: Trouble, direction: Direction): TroubleAction {
    return this.#policy.packets.onTrouble(trouble, direction)
  }

  #answer(facts: Facts, trouble: Trouble, direction: Direction): void {
    const router = this.service.routers[facts.family]
    const {icmp: policy} = this.#policy
    const error = router === undefined ? undefined : errorAbout(facts, trouble, {router, mtu: this.link.mtu, policy})
    if (!error || !this.#rate.take()) return
    this.counts.answered++
    const finished = policy.finishes?.(error) ?? error
    // Whatever its source says, it came from this client: nobody else hears of it.
    if (direction === 'up') this.deliver(finished)
    else this.service.sendOwn(finished)
  }

  #isForUs({destination}: Facts): boolean {
    return this.service.isRouter(destination) || destination === ALL_NODES
  }

  #answerOurselves(facts: Facts): true {
    const reply = this.#policy.icmp.answersEcho ? answerLocally(facts, this.service.routers[facts.family]) : undefined
    if (reply) {
      this.counts.up++
      if (reply.length <= this.link.mtu) this.deliver(reply)
    } else this.#onTrouble(facts, 'prohibited', 'up')
    return true
  }

  #tooBig(facts: Facts, packet: Uint8Array): void {
    if (facts.family === 6 && this.link.mtu < MIN_MTU) {
      this.link.onTooSmall()
      return
    }
    if (!facts.keepsWhole && facts.packet.version === 4 && this.#policy.packets.fragments) {
      // Cut from the packet as it goes on, with its hop taken.
      const going = inspect(packet)
      const pieces = going?.packet.version === 4 ? fragment(going.packet, this.link.mtu) : []
      for (const piece of pieces) this.deliver(piece)
      return
    }
    if (this.#onTrouble(facts, 'too-big', 'down') !== 'forward') return
    this.counts.down++
    this.link.sendInCapsule(packet)
  }

  #goingOn(facts: Facts, direction: Direction): Uint8Array | undefined {
    const packet = this.#hop(facts, direction === 'up' ? 'decapsulation' : 'encapsulation')
    return packet && (this.#policy.packets.rewrites?.(packet, direction) ?? packet)
  }

  /** The packet one hop further on, if this is where one is taken; undefined: there is none left. */
  #hop({bytes}: Facts, at: 'encapsulation' | 'decapsulation'): Uint8Array | undefined {
    return this.#policy.packets.takesHop(at, this.service.network.kind) ? forwarded(bytes) : bytes
  }

  #isFromClient({source, destination}: Facts): boolean {
    if (this.held.some(prefix => isInPrefix(source, prefix.address, prefix.length))) return true
    return this.#behind(source) || (destination === ALL_NODES && isLinkLocal(source))
  }

  #isAlwaysAllowed({protocol}: Facts): boolean {
    return this.#policy.packets.icmpAlways && protocol !== undefined && isIcmp(protocol)
  }

  #isInProtocol(facts: Facts): boolean {
    const {protocol} = this.scope
    if (protocol === undefined || facts.protocol === protocol || this.#isAlwaysAllowed(facts)) return true
    // What the rest of a packet is cannot be told; without its beginning it is of no use.
    return facts.isLaterFragment && facts.protocol !== undefined && isExtension(facts.protocol)
  }
}

/** Link-local, all nodes: what a peer is asked by that has no address known (RFC 9484 section 7.2). */
const ALL_NODES = 'ff02::1'

function isLinkLocal(address: string): boolean {
  return kindOf(address) === 'link-local'
}
