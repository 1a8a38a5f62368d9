/**
 * `masque probe udp`: four answers kept apart (reachable, accepted, carries up, carries down), each with its evidence,
 * over every version of HTTP, and how well. A 200 proves nothing.
 */
import type {UdpTemplate} from '../tunnel/template.js'
import {startEmbeddedProxy} from '../proxy/embedded.js'
import type {OnEvent} from '../report/run-event.js'
import type {Platform, ReachOptions} from '../reach/options.js'
import {travelAlternatives} from './alternatives.js'
import {StartedHops} from './hops.js'
import type {UdpProbeOptions} from './options.js'
import type {ProbeResult} from './result.js'
import {roadFrom, travel, type RoadContext, type TravelledRoad} from './road.js'
import {travelAll, type Traveller} from './roads.js'
import {Turns} from './turns.js'

export type UdpProbeResult = ProbeResult<TravelledRoad>

/** @throws SetupError; anything else is a bug of ours */
export async function probeUdp(
  options: UdpProbeOptions,
  platform: Platform,
  onEvent: OnEvent,
  signal: AbortSignal,
): Promise<UdpProbeResult> {
  const {proxy, via, reach: own, headers} = options
  if (via && via.proxies.length > 0) {
    await using hops = await StartedHops.start(via.proxies, {reach: own, http: via.http, headers}, platform)
    const through = {...options, via: {...via, proxies: []}, reach: {...own, via: hops.list}}
    return await probeUdp(through, platform, onEvent, signal)
  }
  if (proxy.kind === 'template') return probeTemplate(proxy.template, options, platform, onEvent, signal)
  await using embedded = await startEmbeddedProxy(platform)
  const reach: ReachOptions = {...options.reach, trust: {trust: 'pin', pin: embedded.pin}}
  const result = await probeTemplate(embedded.template, {...options, reach}, platform, onEvent, signal)
  return {...result, embedded: true}
}

async function probeTemplate(
  template: UdpTemplate,
  options: UdpProbeOptions,
  platform: Platform,
  onEvent: OnEvent,
  signal: AbortSignal,
): Promise<UdpProbeResult> {
  const {clock} = platform
  const began = {beganMs: clock.now(), beganNs: clock.nowNs()}
  const context: RoadContext = {platform, template, options, onEvent, ...began, turns: new Turns()}
  const traveller: Traveller<TravelledRoad> = {
    travel: (way, names, stop) => travel(way, context, names, stop),
    nowhere: (http, log) => roadFrom({http, address: null}, log, signal.aborted ? 'unknown' : 'unreachable'),
  }
  const {addresses, roads: first, left} = await travelAll(context, traveller, signal)
  const more = options.altSvc ? await travelAlternatives(first, context, signal) : []
  const roads = [...first, ...more]
  const {
    reach: {allAddresses},
    http: {named},
  } = options
  return {
    template,
    embedded: false,
    addresses,
    roads,
    interrupted: signal.aborted,
    allAddresses,
    named,
    ...(left && {left, chosen: first.at(-1)?.road.http}),
  }
}
