/**
 * `masque probe udp`: four answers kept apart (reachable, accepted, carries up, carries down), each with its evidence,
 * and how well. A 200 proves nothing.
 */
import {isLoopback, parse} from '../net/address.js'
import type {Fault, PhaseResult, Road, Viability} from '../report/document.js'
import {Responder} from '../responder/responder.js'
import {ResponderKey} from '../responder/message.js'
import {formatTarget, parseTarget, type Target} from '../tunnel/target.js'
import type {UdpTemplate} from '../tunnel/template.js'
import type {UdpTunnel} from '../tunnel/connect-udp.js'
import {connect, type Connection} from './connect.js'
import {startEmbeddedProxy} from './embedded.js'
import type {OnEvent, ProbeEvent} from './events.js'
import type {ExchangeResult} from './exchange.js'
import {findProxy} from './names.js'
import {openTunnel, remarks} from './open.js'
import type {Platform, ReachOptions, UdpProbeOptions} from './options.js'
import {exchangeWithTarget} from './payload-exchange.js'
import {PhaseLog, round} from './phases.js'
import {exchangeWithResponder} from './responder-exchange.js'

export interface UdpProbeResult {
  readonly template: UdpTemplate
  readonly embedded: boolean
  readonly addresses: readonly string[]
  readonly roads: readonly TravelledRoad[]
  readonly interrupted: boolean
}

export interface TravelledRoad {
  readonly road: Road
  readonly target: Target | undefined
  readonly responder: ResponderFacts | undefined
  readonly exchange: ExchangeResult | undefined
  readonly path: PathFacts | undefined
  readonly remarks: readonly string[]
}

export interface ResponderFacts {
  readonly address: string
  readonly where: 'in-process' | 'remote'
}

/** The outer connection while the datagrams flowed. */
export interface PathFacts {
  readonly outerRttMs: {readonly min: number; readonly smoothed: number}
  readonly outerMtu: number
  /** Largest UDP payload in a frame; null: frames cannot be used. */
  readonly maxPayloadBytes: number | null
  readonly carrier: 'frame' | 'capsule'
  readonly outerLost: number
  /** How the tunnel ended, if it did so by itself. */
  readonly ending: string | null
}

/** Nothing was sent: there is nothing to aim at. */
export class NoTargetError extends Error {
  override readonly name = 'NoTargetError'
}

/** Rejects with NoTargetError, or with the signal's reason if it aborts before there is anything to tell. */
export async function probeUdp(
  options: UdpProbeOptions,
  platform: Platform,
  onEvent: OnEvent,
  signal: AbortSignal,
): Promise<UdpProbeResult> {
  const {proxy} = options
  if (proxy.kind === 'template') return new UdpProbe(proxy.template, options, platform, onEvent).run(signal)
  await using embedded = await startEmbeddedProxy(platform)
  const reach: ReachOptions = {...options.reach, trust: {trust: 'pin', pin: embedded.pin}}
  const result = await new UdpProbe(embedded.template, {...options, reach}, platform, onEvent).run(signal)
  return {...result, embedded: true}
}

class UdpProbe {
  readonly #beganMs: number
  readonly #roads: TravelledRoad[] = []

  constructor(
    private readonly template: UdpTemplate,
    private readonly options: UdpProbeOptions,
    private readonly platform: Platform,
    private readonly onEvent: OnEvent,
  ) {
    this.#beganMs = platform.clock.now()
  }

  async run(signal: AbortSignal): Promise<UdpProbeResult> {
    const {reach, timeoutMs} = this.options
    const log = this.#log([])
    let addresses: readonly string[] = []
    try {
      addresses = (await findProxy(this.template, reach, {...this.platform, timeoutMs}, log, signal)) ?? []
    } catch (error) {
      if (!signal.aborted) throw error
    }
    if (addresses.length === 0) this.#roads.push(this.#roadFrom(null, log, 'unreachable'))
    for (const address of addresses) {
      const road = await this.#travel(address, log.phases, signal)
      this.#roads.push(road)
      // Another address can help only where the way to this one was the trouble.
      if (signal.aborted || (!reach.allAddresses && road.road.viability !== 'unreachable')) break
    }
    return {template: this.template, embedded: false, addresses, roads: this.#roads, interrupted: signal.aborted}
  }

  async #travel(address: string, earlier: readonly PhaseResult[], signal: AbortSignal): Promise<TravelledRoad> {
    await using aim = this.#takeAim(address)
    this.#emit({event: 'road', http: '3', address, tMs: this.#nowMs()})
    const log = this.#log(earlier)
    try {
      return await this.#travelTo(address, aim, log, signal)
    } catch (error) {
      if (!signal.aborted) throw error
      // Interrupted: what was found so far is still told.
      return this.#roadFrom(address, log, 'unreachable', {target: aim.target})
    }
  }

  async #travelTo(address: string, aim: AimTaken, log: PhaseLog, signal: AbortSignal): Promise<TravelledRoad> {
    const {platform, options, template} = this
    const {clock} = platform
    const context = {platform, template, reach: options.reach, timeoutMs: options.timeoutMs, log}
    const connected = await connect(address, context, signal)
    if (connected.kind === 'failed') {
      const viability = connected.reached ? 'refused' : 'unreachable'
      return this.#roadFrom(address, log, viability, {facts: connected.facts, target: aim.target})
    }
    await using transport = connected.transport
    void transport
    const request = {template, target: aim.target, headers: options.headers, datagrams: options.datagrams}
    const opened = await openTunnel(connected, request, {clock, timeoutMs: options.timeoutMs, log}, signal)
    const {facts} = connected
    const response = opened.response && {response: opened.response}
    if (opened.kind === 'not-open') {
      return this.#roadFrom(address, log, 'refused', {facts: {...facts, ...response}, target: aim.target})
    }
    await using udp = opened.udp
    let ending: string | null = null
    void udp.ended.then(({by, detail}) => {
      if (by !== 'us') ending = detail
    })
    const exchange = await aim.exchange(udp, signal)
    const seen = remarks(connected, udp)
    for (const text of seen) this.#emit({event: 'note', text, tMs: this.#nowMs()})
    return this.#roadFrom(address, log, viabilityOf(exchange), {
      facts: {...facts, ...response},
      target: aim.target,
      exchange,
      remarks: seen,
      path: pathFacts(connected, udp, ending),
      ...(aim.responder && {responder: aim.responder}),
    })
  }

  /** What to aim at is known when the proxy's address is: only on this host can we be the target ourselves. */
  #takeAim(proxyAddress: string): AimTaken {
    const {platform, options, onEvent} = this
    const {aim, count, intervalMs, timeoutMs} = options
    const common = {platform, plan: {count, intervalMs, timeoutMs}, beganMs: this.#beganMs, onEvent}
    const proxyIp = parse(proxyAddress)?.ip ?? ''
    switch (aim.kind) {
      case 'payload':
        return new AimTaken(aim.target, undefined, undefined, (udp, signal) =>
          exchangeWithTarget(udp, {...common, payload: aim.payload}, signal),
        )
      case 'responder': {
        const {target, key} = aim
        return new AimTaken(target, {address: formatTarget(target), where: 'remote'}, undefined, (udp, signal) =>
          exchangeWithResponder(udp, {...common, key, responder: target, nextDoor: false}, signal),
        )
      }
      case 'in-process': {
        if (!isLoopback(proxyIp)) {
          throw new NoTargetError(`${proxyAddress} is not on this host, so there is nothing to send datagrams to`)
        }
        const key = ResponderKey.random()
        const local = proxyIp.includes(':') ? '[::1]:0' : '127.0.0.1:0'
        const responder = new Responder({net: platform.net, clock: platform.clock, key, local})
        const {address} = responder
        const target = parseTarget(address)
        return new AimTaken(target, {address, where: 'in-process'}, responder, (udp, signal) =>
          exchangeWithResponder(udp, {...common, key, responder: target, nextDoor: true}, signal),
        )
      }
    }
  }

  #roadFrom(
    address: string | null,
    log: PhaseLog,
    viability: Viability,
    more: Partial<Omit<TravelledRoad, 'road'>> & {readonly facts?: Partial<Road>} = {},
  ): TravelledRoad {
    const {facts, ...rest} = more
    const diagnosis = log.phases.find(phase => phase.diagnosis)?.diagnosis
    const blame: Fault | null = diagnosis?.fault ?? rest.exchange?.blame ?? null
    const road: Road = {
      http: '3',
      address,
      viability,
      blame,
      ...(diagnosis && {diagnosis}),
      attempts: [...log.phases],
      ...facts,
    }
    return {
      road,
      target: rest.target,
      responder: rest.responder,
      exchange: rest.exchange,
      path: rest.path,
      remarks: rest.remarks ?? [],
    }
  }

  #log(earlier: readonly PhaseResult[]): PhaseLog {
    const onPhase = (phase: PhaseResult): void => {
      this.#emit({event: 'phase', tMs: this.#nowMs(), ...phase})
    }
    return new PhaseLog(this.platform.clock, this.#beganMs, onPhase, earlier)
  }

  #emit(event: ProbeEvent): void {
    this.onEvent(event)
  }

  #nowMs(): number {
    return round(this.platform.clock.now() - this.#beganMs)
  }
}

/** A target, and how to talk to it. */
class AimTaken implements AsyncDisposable {
  constructor(
    readonly target: Target,
    readonly responder: ResponderFacts | undefined,
    private readonly resource: AsyncDisposable | undefined,
    readonly exchange: (udp: UdpTunnel, signal: AbortSignal) => Promise<ExchangeResult>,
  ) {}

  async [Symbol.asyncDispose](): Promise<void> {
    await this.resource?.[Symbol.asyncDispose]()
  }
}

function viabilityOf({up, down}: ExchangeResult): Viability {
  if (up === 'yes' && down === 'yes') return 'carries-both-ways'
  if (up === 'yes') return 'carries-up'
  return down === 'yes' ? 'carries-down' : 'accepted'
}

function pathFacts({transport}: Connection, udp: UdpTunnel, ending: string | null): PathFacts {
  const stats = transport.h3.quic.stats()
  return {
    outerRttMs: {min: round((stats?.minRttUs ?? 0) / 1000), smoothed: round((stats?.rttUs ?? 0) / 1000)},
    outerMtu: stats?.mtu ?? 0,
    maxPayloadBytes: udp.maxPayloadBytes ?? null,
    carrier: udp.tunnel.carrier,
    outerLost: stats?.lostPackets ?? 0,
    ending,
  }
}
