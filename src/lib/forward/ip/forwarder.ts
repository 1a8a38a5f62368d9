/**
 * An interface of this host whose packets go through CONNECT-IP tunnels: one tunnel at a time, and the next one when it
 * ends. Addresses stay on the interface in between, as the next tunnel may bring the same.
 */
import {inWords} from '../../http/ending.js'
import {parse} from '../../net/address.js'
import {deadline, sleep, TimeoutError, type Clock} from '../../spec/clock.js'
import type {IpOpened, IpTunnel} from '../../tunnel/connect-ip.js'
import type {WantedAddress} from '../../tunnel/ip-session.js'
import type {IpSessionState} from '../../tunnel/ip-state.js'
import type {Configurator} from './configure.js'
import {Guard} from './guard.js'
import {NO_PLAN, planFor, type Plan} from './plan.js'
import type {Pump} from './pump.js'

export interface Tunnelled {
  readonly ip: IpTunnel
  /** Where the outer connection goes: IP and port. */
  readonly proxy: string
}

export interface IpForwardOptions {
  readonly clock: Clock
  /** Waits for a connection if there is none; why there is no tunnel. Rejects only with the signal's reason. */
  readonly open: (signal: AbortSignal) => Promise<Tunnelled | string>
  readonly pump: Pump
  readonly configurator: Configurator
  readonly wanted: readonly WantedAddress[]
  readonly defaultRoute: boolean
  readonly timeoutMs: number
  readonly events: IpForwardEvents
}

export interface IpForwardEvents {
  /** The interface is what it says from now on. */
  readonly onPlan: (plan: Plan) => void
  /** `why`: hostile until escaped. */
  readonly onEnded: (why: string) => void
  readonly onNoTunnel: (why: string, waitMs: number) => void
}

/** The path MTU outside grows while it is searched for, too little for IPv6 at first; and routes come behind addresses. */
const PATIENCE_MS = 1500
const LOOK_MS = 50
/** How often the size of the tunnel is looked at, as nobody tells when it changes. */
const TICK_MS = 2000
const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 30_000

/** Why a tunnel is refused, or broke off before it was one. */
export function whyNot(opened: Exclude<IpOpened, {kind: 'tunnel'}>): string {
  switch (opened.kind) {
    case 'refused':
      return `the proxy answered ${opened.refusal.status}`
    case 'malformed':
      return opened.problem
    case 'failed':
      return inWords(opened.ending)
  }
}

export class IpForwarder {
  readonly #options: IpForwardOptions
  #wanted: Plan = NO_PLAN

  constructor(options: IpForwardOptions) {
    this.#options = options
  }

  /** Asks for addresses, and configures what comes; why that cannot be, if no address came. */
  async begin({ip, proxy}: Tunnelled, signal: AbortSignal): Promise<string | undefined> {
    const {clock, wanted, timeoutMs} = this.#options
    await ip.requestAddresses(wanted)
    using limit = deadline(clock, timeoutMs, signal)
    try {
      await hasAddress(ip, limit.signal)
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error
      return `the proxy opened the tunnel, but assigned no address within ${timeoutMs / 1000} s`
    }
    if (ip.state.assignedToUs.length === 0) return await whyNoAddress(ip)
    await this.#settled(ip, signal)
    await this.#configure(ip, proxy)
    return undefined
  }

  /** After `begin`: as long as tunnels can be had. Ends only with the signal's reason, as a rejection. */
  async run(first: Tunnelled, signal: AbortSignal): Promise<never> {
    const {events, pump} = this.#options
    let tunnel = first
    for (;;) {
      await this.#follow(tunnel, signal)
      pump.use(undefined)
      events.onEnded(inWords(await tunnel.ip.ended))
      tunnel = await this.#again(signal)
    }
  }

  async #again(signal: AbortSignal): Promise<Tunnelled> {
    const {clock, open, events} = this.#options
    let waitMs = FIRST_WAIT_MS
    for (;;) {
      const opened = await open(signal)
      const why = typeof opened === 'string' ? opened : await this.begin(opened, signal)
      if (typeof opened !== 'string' && why === undefined) return opened
      if (typeof opened !== 'string') await opened.ip[Symbol.asyncDispose]()
      events.onNoTunnel(why ?? '', waitMs)
      await sleep(clock, waitMs, signal)
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
    }
  }

  /** Until the tunnel ends: what the proxy says, and how much fits, become addresses, routes and the MTU. */
  async #follow({ip, proxy}: Tunnelled, signal: AbortSignal): Promise<void> {
    const life = lifeOf(ip)
    const guard = new Guard(proxy)
    this.#options.pump.use({ip, guard})
    while (!life.over) {
      const seen = ip.state
      guard.assigned(seen.assignedToUs)
      await this.#configure(ip, proxy)
      // What was said meanwhile is another state than `seen`.
      await this.#next(ip, seen, signal)
    }
  }

  /** Until the state is another, or for a while. */
  async #next(ip: IpTunnel, seen: IpSessionState, signal: AbortSignal): Promise<void> {
    using tick = deadline(this.#options.clock, TICK_MS, signal)
    try {
      await ip.changed(tick.signal, seen)
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error
    }
  }

  async #configure(ip: IpTunnel, proxy: string): Promise<void> {
    const {configurator, defaultRoute, events} = this.#options
    const wanted = planFor(ip.state, {mtu: ip.mtu, defaultRoute})
    if (isSame(wanted, this.#wanted)) return
    this.#wanted = wanted
    events.onPlan(await configurator.apply(wanted, parse(proxy)?.ip ?? ''))
  }

  /** Not needed, but what is said first is then the whole. */
  async #settled(ip: IpTunnel, signal: AbortSignal): Promise<void> {
    const {clock} = this.#options
    const isReady = (): boolean => !ip.ipv6Obstacle && ip.state.received.advertisements > 0
    for (let waitedMs = 0; !isReady() && waitedMs < PATIENCE_MS; waitedMs += LOOK_MS)
      await sleep(clock, LOOK_MS, signal)
  }
}

function lifeOf(ip: IpTunnel): {readonly over: boolean} {
  const life = {over: false}
  void ip.ended.then(() => {
    life.over = true
  })
  return life
}

/** An address, or that none will come. */
async function hasAddress(ip: IpTunnel, signal: AbortSignal): Promise<void> {
  const life = lifeOf(ip)
  // What else was asked for may come later, or never: a proxy need not have both families.
  while (!life.over && ip.state.assignedToUs.length === 0 && ip.state.requestsOpen.length > 0) await ip.changed(signal)
}

async function whyNoAddress(ip: IpTunnel): Promise<string> {
  const declined = ip.state.refusedToUs.length > 0
  if (declined) return 'the proxy declined every address that was asked for'
  return `the tunnel ended before there was an address: ${inWords(await ip.ended)}`
}

function isSame(left: Plan, right: Plan): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
