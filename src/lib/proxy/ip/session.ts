/**
 * An open IP tunnel from the proxy's side: what the client is told (addresses, routes), how its requests are answered,
 * and where its datagrams go. What its capsules may say is checked by tunnel/ip-session.ts, for both ends alike.
 */
import type {Ending} from '../../http/ending.js'
import type {Tunnel} from '../../http/transport.js'
import {sleep, type Cancel} from '../../spec/clock.js'
import type {Policy} from '../../spec/policy.js'
import {IpTunnel} from '../../tunnel/ip-tunnel.js'
import type {IpSessionState} from '../../tunnel/ip-state.js'
import type {AddressEntry} from '../../wire/connect-ip/address-entry.js'
import type {IpRange} from '../../wire/connect-ip/route-advertisement.js'
import {family, type Family} from '../../wire/ip/address.js'
import {MIN_MTU} from '../../wire/ip/v6.js'
import * as varint from '../../wire/varint.js'
import type {Assignments} from './assignments.js'
import type {IpClient, ResolvedScope} from './client.js'
import {IdleWatch} from './idle.js'
import {routesWithin} from './routes.js'
import type {IpService} from './service.js'
import type {TunnelLink} from './tunnel-link.js'

/** How often a connection is asked whether it has found out that larger packets fit. */
const MTU_PERIOD_MS = 20

export interface IpSessionParts {
  readonly service: IpService
  readonly policy: Policy
  readonly scope: ResolvedScope
  readonly client: IpClient
  readonly assignments: Assignments
  readonly link: TunnelLink
}

export class ProxySession {
  readonly #ip: IpTunnel
  readonly #idle: IdleWatch
  readonly #over = new AbortController()
  /** Settles when it is known whether IPv6 may be used on this tunnel. */
  #ipv6: Promise<boolean> = Promise.resolve(true)
  #usable: readonly Family[] = []
  /** The client's list of routes that was looked at last, and what was made of it. */
  #followed: readonly IpRange[] = []
  #behind: readonly IpRange[] = []
  #hasTold = false
  #together = 0

  constructor(
    private readonly tunnel: Tunnel,
    private readonly parts: IpSessionParts,
  ) {
    const {session} = parts.policy.ip
    this.#ip = new IpTunnel(tunnel, session.onBreach, undefined, (type, value) => session.onCapsule(type, value))
    this.#idle = new IdleWatch(parts.service.clock)
    parts.link.attach(tunnel)
    // In the tunnel's own place: here contexts that nobody registered are a question to the policy.
    tunnel.sink = {
      onDatagram: (bytes, start, end, _, carrier) => {
        if (session.hears?.(carrier) !== false) this.#onDatagram(bytes, start, end)
      },
    }
  }

  /** Until the tunnel is over. */
  async run(): Promise<Ending> {
    const {session, addresses} = this.parts.policy.ip
    if (session.idleTimeoutMs !== undefined) this.#idle.start(session.idleTimeoutMs, () => this.#onIdle())
    const lease = addresses.leaseMs === undefined ? undefined : this.#forgetAfter(addresses.leaseMs)
    if (session.preface) await this.tunnel.raw(session.preface)
    const work = Promise.all([this.#announce(), this.#answerRequests()]).catch((error: unknown) => {
      if (this.#over.signal.aborted) return
      this.tunnel.abort('internal-error')
      throw error
    })
    const ending = await this.tunnel.ended
    this.#over.abort()
    this.#idle.stop()
    lease?.()
    await work
    await this.#letGo(ending)
    return ending
  }

  /** Whatever ended it, our side of the stream ends, too. */
  async #letGo({by, how}: Ending): Promise<void> {
    const answer = by === 'peer' && how === 'finished' ? this.parts.policy.tunnel.onClientFin() : 'finish'
    if (answer === 'reset') this.tunnel.abort('no-error')
    if (answer !== 'nothing') await this.#ip[Symbol.asyncDispose]()
  }

  /** The stream is closed with the tunnel (RFC 9484 section 4.1). */
  #onIdle(): void {
    if (this.parts.policy.ip.session.onIdle() === 'close') void this.tunnel[Symbol.asyncDispose]()
    else this.#forget()
  }

  #forgetAfter(ms: number): Cancel {
    return this.parts.service.clock.after(ms, () => this.#forget())
  }

  /** The addresses are nobody's from now on, and nobody is told. */
  #forget(): void {
    this.parts.service.release(this.parts.client)
  }

  /** Of a scope that is a prefix, its own alone (RFC 9484 section 4.6), if the policy has it so. */
  get #families(): readonly Family[] {
    const {scope, service, policy} = this.parts
    const inScope = service.families.filter(of => scope.prefixes?.some(({address}) => family(address) === of) ?? true)
    return policy.ip.session.families(inScope, service.families)
  }

  /** What is ready now, and IPv6 when frames are found to be large enough for it. */
  async #announce(): Promise<void> {
    const {assignments, link} = this.parts
    const wanted = this.#families
    const fits = link.mtu >= MIN_MTU
    this.#usable = wanted.filter(of => of === 4 || fits)
    if (fits || !wanted.includes(6)) {
      await this.#tell()
      return
    }
    this.#ipv6 = this.#waitForRoom()
    if (assignments.families().includes(4)) await this.#tell()
    if (await this.#ipv6) this.#usable = wanted
    else assignments.withdraw(6)
    if (this.#usable.includes(6) || !assignments.families().includes(4)) await this.#tell()
  }

  async #waitForRoom(): Promise<boolean> {
    const {link, service, policy} = this.parts
    const until = service.clock.now() + policy.ip.session.ipv6WaitMs
    while (link.mtu < MIN_MTU) {
      if (service.clock.now() >= until) return false
      await sleep(service.clock, MTU_PERIOD_MS, this.#over.signal)
    }
    return true
  }

  /** Addresses before routes, so that who hears of a way also knows from where. */
  async #tell(refusals: readonly AddressEntry[] = []): Promise<void> {
    const {assignments} = this.parts
    const isFirst = !this.#hasTold
    this.#hasTold = true
    if (isFirst) await this.#extend('before-addresses')
    const list = assignments.list(this.#usable)
    if (list.length > 0 || refusals.length > 0) {
      await this.#ip.assign([...list, ...refusals], entries => this.parts.policy.ip.addresses.written(entries))
    }
    await this.#tellRoutes()
    if (!isFirst) return
    await this.#extend('after-routes')
    this.#speakUnasked()
  }

  async #extend(when: 'before-addresses' | 'after-routes'): Promise<void> {
    const capsules = this.parts.policy.ip.session.extensions?.(when) ?? []
    for (const {type, value} of capsules) await this.tunnel.send({kind: 'capsule', type, value})
  }

  #speakUnasked(): void {
    const {assignments, client, service, policy} = this.parts
    for (const {address} of assignments.list(this.#usable)) {
      const router = service.routers[family(address)]
      if (router === undefined) continue
      for (const packet of policy.ip.packets.unasked?.({router, client: address}) ?? []) client.deliver(packet)
    }
  }

  async #tellRoutes(): Promise<void> {
    const {assignments, scope, service, policy} = this.parts
    const families = assignments.families().filter(of => this.#usable.includes(of))
    const reachable = service.advertised.filter(({address}) => families.includes(family(address)))
    const routes = policy.ip.routes.advertise(routesWithin(reachable, scope.prefixes, scope.protocol))
    const told = JSON.stringify(this.#ip.state.ourRoutes)
    if (routes && JSON.stringify(routes) !== told) await this.#ip.advertise(routes)
  }

  async #answerRequests(): Promise<void> {
    const {signal} = this.#over
    let before: IpSessionState | undefined
    let state: IpSessionState = this.#ip.state
    // The same once more: the tunnel has ended.
    while (state !== before) {
      this.#judge(state)
      this.#follow(state)
      await this.#answer(state.requestsOfPeer.filter(wish => this.parts.assignments.isNew(wish)))
      before = state
      state = await this.#ip.changed(signal, state)
    }
  }

  /** What binds the sender alone is noted and no more: whether that ends the tunnel is for the policy to say. */
  #judge({breaches: [rule]}: IpSessionState): void {
    if (rule === undefined || this.parts.policy.ip.session.onBreach !== 'abort') return
    this.tunnel.abort('message-error', {how: 'malformed', detail: `we aborted the tunnel: ${rule}`})
  }

  #follow({routesOfPeer}: IpSessionState): void {
    const {policy, client, service} = this.parts
    if (routesOfPeer === this.#followed) return
    this.#followed = routesOfPeer
    this.#behind = policy.ip.routes.behindClient(routesOfPeer, this.#behind)
    client.setRoutes(this.#behind)
    if (this.#behind.length > 0) service.leads(client)
  }

  async #answer(wishes: readonly AddressEntry[]): Promise<void> {
    if (wishes.length === 0) return
    this.#idle.touch()
    const {assignments} = this.parts
    const isIpv6Usable = wishes.some(({address}) => family(address) === 6) ? await this.#ipv6 : true
    const answers = wishes.map(wish => {
      const of = family(wish.address)
      return assignments.answer(wish, this.#families.includes(of) && (of === 4 || isIpv6Usable))
    })
    if (answers.every(answer => answer === 'ignored')) return
    await this.#tell(answers.flatMap(answer => (typeof answer === 'object' ? answer.refusal : [])))
  }

  #onDatagram(bytes: Uint8Array, start: number, end: number): void {
    this.#idle.touch()
    const fast = varint.peekFast(bytes, start, end)
    if (fast >= 0 && fast < 16) this.#take(bytes, start + fast, end)
    else if (end > start) this.#onOtherContext(bytes, start, end, fast)
  }

  #take(bytes: Uint8Array, start: number, end: number): void {
    const {atOnce, splits} = this.parts.policy.ip.packets
    if (atOnce !== undefined && this.#isBeyond(atOnce)) return
    // The network keeps it beyond this call.
    const payload = bytes.slice(start, end)
    if (!splits) this.parts.client.fromClient(payload)
    else for (const packet of splits(payload)) this.parts.client.fromClient(packet)
  }

  #isBeyond(limit: number): boolean {
    if (this.#together === 0) {
      this.parts.service.clock.after(0, () => {
        this.#together = 0
      })
    }
    return ++this.#together > limit
  }

  #onOtherContext(bytes: Uint8Array, start: number, end: number, fast: number): void {
    const contextId = fast < 0 ? varint.MAX : BigInt(Math.floor(fast / 16))
    switch (this.parts.policy.tunnel.onUnknownContext(contextId)) {
      case 'drop':
        break
      case 'forward':
        this.#take(bytes, start + (fast < 0 ? 8 : fast % 16), end)
        break
      case 'close':
        this.tunnel.abort('datagram-error')
    }
  }
}
