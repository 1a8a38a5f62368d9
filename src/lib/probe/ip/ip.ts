/**
 * `masque probe ip`: what a CONNECT-IP session at a proxy is. Addresses, routes and who is behind them, and the four
 * answers kept apart, for each version of IP.
 */
import {startEmbeddedProxy} from '../../proxy/embedded.js'
import type {Platform, ReachOptions} from '../../reach/options.js'
import type {OnEvent} from '../../report/run-event.js'
import type {Net} from '../../net/net.js'
import type {IpTemplate} from '../../tunnel/ip-template.js'
import {StartedHops} from '../hops.js'
import type {ProbeResult} from '../result.js'
import {travelAll, type Traveller} from '../roads.js'
import {Turns} from '../turns.js'
import {startResponders} from './embedded-responders.js'
import {resolveAim, type KnownResponder} from './family-aim.js'
import type {IpProbeOptions} from './options.js'
import {ipRoadFrom, travelIp, type IpRoadContext, type TravelledIpRoad} from './road.js'

export type IpProbeResult = ProbeResult<TravelledIpRoad>

/** @throws SetupError; anything else is a bug of ours */
export async function probeIp(
  options: IpProbeOptions,
  platform: Platform,
  onEvent: OnEvent,
  signal: AbortSignal,
): Promise<IpProbeResult> {
  const {proxy, via, reach: own, headers} = options
  if (via && via.proxies.length > 0) {
    await using hops = await StartedHops.start(via.proxies, {reach: own, http: via.http, headers}, platform)
    const through = {...options, via: {...via, proxies: []}, reach: {...own, via: hops.list}}
    return await probeIp(through, platform, onEvent, signal)
  }
  if (proxy.kind === 'template') return probeTemplate({template: proxy.template}, options, platform, onEvent, signal)
  await using embedded = await startEmbeddedProxy(platform)
  const reach: ReachOptions = {...options.reach, trust: {trust: 'pin', pin: embedded.pin}}
  await using responders = startResponders(embedded.virtual.responder, platform)
  const inside = {template: embedded.ipTemplate, known: responders.known, net: embedded.virtual.responder.net}
  const result = await probeTemplate(inside, {...options, reach}, platform, onEvent, signal)
  return {...result, embedded: true}
}

interface Inside {
  readonly template: IpTemplate
  /** Of the embedded proxy's network: the responder, and how one on its side finds names and speaks to it. */
  readonly known?: KnownResponder
  readonly net?: Net
}

async function probeTemplate(
  {template, known, net}: Inside,
  options: IpProbeOptions,
  platform: Platform,
  onEvent: OnEvent,
  signal: AbortSignal,
): Promise<IpProbeResult> {
  const {clock} = platform
  const {aim, timeoutMs, reach, http} = options
  const aims = await resolveAim(aim, known, {net: net ?? platform.net, clock, timeoutMs}, signal)
  const context: IpRoadContext = {
    platform,
    template,
    options,
    aims,
    ...(net && {direct: net}),
    onEvent,
    beganMs: clock.now(),
    beganNs: clock.nowNs(),
    turns: new Turns(),
  }
  const traveller: Traveller<TravelledIpRoad> = {
    travel: (way, names, stop) => travelIp(way, context, names, stop),
    nowhere: (version, log) =>
      ipRoadFrom({http: version, address: null}, log, signal.aborted ? 'unknown' : 'unreachable', options),
  }
  const {addresses, roads} = await travelAll(context, traveller, signal)
  const {allAddresses} = reach
  return {template, embedded: false, addresses, roads, interrupted: signal.aborted, allAddresses, named: http.named}
}
