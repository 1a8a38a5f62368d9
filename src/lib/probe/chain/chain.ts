/**
 * `masque probe chain`: a tunnel inside a tunnel, and what each proxy costs. Every hop is a road of its own, from here
 * through all proxies up to it to the responder, so that the difference between two of them is what the second one takes.
 */
import {format} from '../../net/address.js'
import type {HttpVersion} from '../../http/transport.js'
import {findProxy} from '../../reach/names.js'
import type {Platform} from '../../reach/options.js'
import type {OnEvent} from '../../report/run-event.js'
import type {ProxyAddress} from '../../tunnel/proxy-address.js'
import {StartedHops, type StartedHop} from '../hops.js'
import type {UdpProbeOptions} from '../options.js'
import {roadFrom, travel, type RoadContext, type TravelledRoad} from '../road.js'
import {phaseLog} from '../roads.js'
import {Turns} from '../turns.js'

export interface ChainOptions extends Omit<UdpProbeOptions, 'proxy' | 'burst'> {
  /** The first is met first. */
  readonly proxies: readonly ProxyAddress[]
}

export interface ChainHop {
  readonly hop: StartedHop
  /** undefined: not tried, as one before it does not carry. */
  readonly travelled: TravelledRoad | undefined
}

export interface ChainResult {
  readonly hops: readonly ChainHop[]
  /** All that were tried, the first proxy over several versions perhaps. */
  readonly roads: readonly TravelledRoad[]
  readonly interrupted: boolean
}

/** @throws SetupError */
export async function probeChain(
  options: ChainOptions,
  platform: Platform,
  onEvent: OnEvent,
  signal: AbortSignal,
): Promise<ChainResult> {
  const {proxies, reach, headers, http} = options
  await using started = await StartedHops.start(proxies, {reach, http: http.versions, headers}, platform)
  const run = new Run(options, platform, onEvent, signal)
  const hops: ChainHop[] = []
  for (const [index, hop] of started.list.entries()) {
    const before = hops.map(({hop: earlier, travelled}) => ({...earlier, http: [travelled?.road.http ?? '3'] as const}))
    const carries = index === 0 || hops.at(-1)?.travelled?.road.viability === 'carries-both-ways'
    hops.push({hop, travelled: carries && !signal.aborted ? await run.hop(hop, before) : undefined})
  }
  return {hops, roads: run.roads, interrupted: signal.aborted}
}

class Run {
  readonly roads: TravelledRoad[] = []
  readonly #turns = new Turns()
  readonly #began

  constructor(
    private readonly options: ChainOptions,
    private readonly platform: Platform,
    private readonly onEvent: OnEvent,
    private readonly signal: AbortSignal,
  ) {
    this.#began = {beganMs: platform.clock.now(), beganNs: platform.clock.nowNs()}
  }

  /** The first proxy over the first version that reaches it; behind another there is HTTP/3 only. */
  async hop(hop: StartedHop, via: readonly StartedHop[]): Promise<TravelledRoad> {
    const versions: readonly HttpVersion[] = via.length > 0 ? ['3'] : this.options.http.versions
    let last
    for (const http of versions) {
      last = await this.#road(hop, via, http)
      this.roads.push(last)
      if (last.road.viability === 'carries-both-ways' || this.signal.aborted) break
    }
    if (!last) throw new Error('no version of HTTP to try')
    return last
  }

  async #road(hop: StartedHop, via: readonly StartedHop[], http: HttpVersion): Promise<TravelledRoad> {
    const {template, reach: own} = hop
    const reach = {...own, ...(via.length > 0 && {via})}
    const {platform, onEvent, signal} = this
    const options: UdpProbeOptions = {
      ...this.options,
      proxy: {kind: 'template', template},
      reach,
      http: {versions: [http], named: true},
      burst: true,
    }
    const context: RoadContext = {platform, template, options, onEvent, ...this.#began, turns: this.#turns}
    const log = phaseLog(context)
    const ips = (await findProxy(template, reach, {...platform, ...options}, log, signal)) ?? []
    const [ip] = ips
    if (ip === undefined) return roadFrom({http, address: null}, log, 'unreachable')
    const way = {http, address: format(ip, template.port), number: this.roads.length + 1}
    return travel(way, context, log.phases, signal)
  }
}
