/**
 * What each family of one session carries: everything that does not disturb each other at the same time, then what stands
 * on what was found.
 */
import type {Ending} from '../../http/ending.js'
import type {Net} from '../../net/net.js'
import type {Platform} from '../../reach/options.js'
import {Asker} from '../../responder/asker.js'
import type {EchoFacts, TcpFacts, TraceFacts} from '../../report/ip-facts.js'
import type {PayloadFacts} from '../../report/payload-facts.js'
import type {OnEvent} from '../../report/run-event.js'
import type {IpRange} from '../../wire/connect-ip/route-advertisement.js'
import type {Family} from '../../wire/ip/address.js'
import {PROTOCOL} from '../../wire/ip/packet.js'
import type {ExchangeResult, Known} from '../exchange.js'
import {exchangeWithTarget} from '../payload-exchange.js'
import {exchangeWithResponder} from '../responder-exchange.js'
import {endingOf, type SeriesPlan} from '../series.js'
import {LIMIT_MS} from '../size/survey.js'
import {stoppedCarrying, type Stopped} from '../stopped.js'
import {echo, ECHO_DATA_BYTES} from './echo.js'
import type {Aims, AskedByUdp, FamilyAim} from './family-aim.js'
import {leadsTo} from './routes.js'
import {examinePackets, type OutsideOfSizes} from './sizes.js'
import {tcpSyn} from './tcp-syn.js'
import {doing, tell} from './tell.js'
import {echoTracer, udpTracer, type Tracer} from './tracers.js'
import {traceroute} from './traceroute.js'
import {udpWay, type UdpEnd} from './udp-way.js'
import type {Vantage} from './vantage.js'

type Turn = <T>(work: () => Promise<T>) => Promise<T>

export interface FamilyContext {
  readonly platform: Platform
  readonly plan: SeriesPlan
  readonly maxHops: number
  /** undefined: not wanted. */
  readonly sizes: OutsideOfSizes | undefined
  /** The way past the proxy, where it is not the usual one: responder and proxy are in this process. */
  readonly direct: Net | undefined
  /** What others measure at the same time must not be spoiled: few packets share, bursts go alone. */
  readonly share: Turn
  readonly alone: Turn
  readonly beganMs: number
  readonly onEvent: OnEvent
}

export interface ExaminedFamily extends SoFar {
  readonly trace: TraceFacts | undefined
  readonly payload: PayloadFacts | undefined
}

interface SoFar {
  readonly family: Family
  readonly source: string
  readonly destination: string | null
  readonly routed: Known
  readonly exchange: ExchangeResult | undefined
  /** Echo was answered, and then not any more; where it is the only series. */
  readonly stopped: Stopped | undefined
  /** How the tunnel had ended by then, if it did so by itself. */
  readonly ending: Ending | undefined
  readonly echo: readonly EchoFacts[]
  readonly tcp: readonly TcpFacts[]
}

const ECHOES = 3
/** What stands beside a series need not be waited for as long as that: silence proves nothing anyway. */
const ASIDE_MS = 2000
const MIN_PATIENCE_MS = 300
const MAX_PATIENCE_MS = 1000

/**
 * All families of a session, side by side: they share what must not be spoiled by others, and go alone together.
 * Interrupted, or with a tunnel that ended, it tells what was found so far.
 */
export async function examineFamilies(
  vantages: readonly Vantage[],
  aims: Aims,
  /** As they are when it is asked: they may be replaced at any time. */
  routes: () => readonly IpRange[],
  context: FamilyContext,
  signal: AbortSignal,
): Promise<ExaminedFamily[]> {
  const all = vantages.map(at => new Examination(at, aims(at.family), routes, context, signal))
  const {share, alone} = context
  // Turns reject with the signal; what is there by then is told all the same.
  const unlessStopped =
    <T>(instead: T) =>
    (error: unknown): T => {
      if (!signal.aborted) throw error
      return instead
    }
  const seen = await share(() => Promise.all(all.map(async one => one.seen()))).catch(unlessStopped([]))
  const nothing = seen.map(() => undefined)
  const [traces, payloads] = signal.aborted
    ? [nothing, nothing]
    : await Promise.all([
        Promise.all(all.map(async (one, at) => one.trace(seen[at]))),
        context.sizes
          ? alone(() => Promise.all(all.map(async (one, at) => one.sizes(seen[at])))).catch(unlessStopped(nothing))
          : nothing,
      ])
  return seen.map((found, at) => ({...found, trace: traces[at], payload: payloads[at]}))
}

class Examination {
  constructor(
    private readonly at: Vantage,
    private readonly aim: FamilyAim,
    private readonly routes: () => readonly IpRange[],
    private readonly context: FamilyContext,
    private readonly signal: AbortSignal,
  ) {}

  async seen(): Promise<SoFar> {
    const {udp, hosts, tcp, traced} = this.aim
    const destination = udp?.to.ip ?? traced ?? null
    const routed = destination === null ? 'unknown' : leadsTo(this.routes(), destination, udp ? PROTOCOL.UDP : 'icmp')
    const [exchange, echoes, shaken] = await Promise.all([
      udp && this.#mayAsk(udp.to.ip, PROTOCOL.UDP) ? this.#exchange(udp) : undefined,
      Promise.all(hosts.filter(to => this.#mayAsk(to, 'icmp')).map(to => this.#echo(to))),
      Promise.all(tcp.filter(({ip}) => this.#mayAsk(ip, PROTOCOL.TCP)).map(to => this.#shake(to))),
    ])
    const {family, source} = this.at
    const stopped = echoes.find(one => one.stopped)?.stopped
    const ending = await endingOf(this.at.session.tunnel)
    const echoed = echoes.map(({facts}) => facts)
    return {family, source, destination, routed, exchange, stopped, ending, echo: echoed, tcp: shaken}
  }

  async trace(seen: SoFar | undefined): Promise<TraceFacts | undefined> {
    const {maxHops} = this.context
    const {traced} = this.aim
    if (!seen || maxHops === 0 || traced === undefined || !this.#mayAsk(traced, 'icmp')) return undefined
    doing(this.context, 'trace', maxHops * MAX_PATIENCE_MS)
    const plan = {maxHops, patienceMs: patience(seen)}
    const trace = await traceroute(this.at, this.#tracer(traced, seen), plan, this.signal)
    tell(this.context, {event: 'trace', trace})
    return trace
  }

  async sizes(seen: SoFar | undefined): Promise<PayloadFacts | undefined> {
    const {udp} = this.aim
    const {sizes} = this.context
    if (!sizes || udp?.kind !== 'responder' || !seen?.exchange) return undefined
    doing(this.context, 'sizes', LIMIT_MS)
    return await examinePackets(this.at, udp, seen.exchange, sizes, this.signal).catch(this.#unlessStopped)
  }

  /** Where no route leads, nothing is sent (RFC 9484 section 4.7.3). */
  #mayAsk(to: string, protocol: number | 'icmp'): boolean {
    return leadsTo(this.routes(), to, protocol) !== 'no'
  }

  async #exchange(asked: AskedByUdp): Promise<ExchangeResult | undefined> {
    const {platform, plan, direct, beganMs, onEvent} = this.context
    using way = udpWay(this.at, asked.to)
    const common = {platform: {...platform, net: direct ?? platform.net}, plan, beganMs, onEvent}
    if (asked.kind === 'payload') {
      return await exchangeWithTarget(way, {...common, payload: asked.payload}, this.signal).catch(this.#unlessStopped)
    }
    const {ip: host, port} = asked.to
    const responder = {host, port, kind: this.at.family === 4 ? 'ipv4' : 'ipv6'} as const
    const options = {...common, key: asked.key, responder, nextDoor: direct !== undefined}
    return await exchangeWithResponder(way, options, this.signal).catch(this.#unlessStopped)
  }

  async #echo(to: string): Promise<{facts: EchoFacts; stopped: Stopped | undefined}> {
    const {plan} = this.context
    // Where nothing else is sent, this is the series.
    const isAlone = this.aim.udp === undefined
    const timeoutMs = isAlone ? plan.timeoutMs : Math.min(plan.timeoutMs, ASIDE_MS)
    const own = {...plan, count: isAlone ? plan.count : ECHOES, timeoutMs, dataBytes: ECHO_DATA_BYTES}
    const {facts, series} = await echo(this.at, to, own, this.context, this.signal)
    tell(this.context, {event: 'echo', echo: facts})
    const ending = await endingOf(this.at.session.tunnel)
    return {facts, stopped: isAlone ? stoppedCarrying(series, own, ending, this.signal.aborted) : undefined}
  }

  async #shake(to: UdpEnd): Promise<TcpFacts> {
    const tcp = await tcpSyn(this.at, to, this.context.plan.timeoutMs, this.signal)
    tell(this.context, {event: 'tcp', tcp})
    return tcp
  }

  /** By what was answered before; where nothing was, by what most hosts answer. */
  #tracer(to: string, {echo: echoes, exchange}: SoFar): Tracer {
    const {udp} = this.aim
    const echoed = echoes.some(({to: host, received}) => host === to && received > 0)
    if (echoed || udp?.kind !== 'responder' || udp.to.ip !== to || exchange?.down !== 'yes') {
      return echoTracer(this.at, to)
    }
    const asker = new Asker(udp.key, this.at.clock)
    return udpTracer(this.at, udp.to, () => asker.hello())
  }

  readonly #unlessStopped = (error: unknown): undefined => {
    if (!this.signal.aborted) throw error
  }
}

/** Routers are nearer than the end of the way, but slow to answer. */
function patience({echo: echoes, exchange}: SoFar): number {
  const slowest = [...echoes.map(({rttMs}) => rttMs?.max), exchange?.figures.rttMs?.max].filter(ms => ms !== undefined)
  if (slowest.length === 0) return MAX_PATIENCE_MS
  return Math.min(MAX_PATIENCE_MS, Math.max(MIN_PATIENCE_MS, 3 * Math.max(...slowest)))
}
