/**
 * `masque probe udp`: four answers kept apart (reachable, accepted, carries up, carries down), each with its evidence,
 * over every version of HTTP, and how well. A 200 proves nothing.
 */
import type {HttpVersion} from '../http/transport.js'
import type {UdpTemplate} from '../tunnel/template.js'
import {startEmbeddedProxy} from '../proxy/embedded.js'
import type {OnEvent} from '../report/run-event.js'
import {findProxy} from '../reach/names.js'
import type {Platform, ReachOptions} from '../reach/options.js'
import type {UdpProbeOptions} from './options.js'
import {phaseLog, roadFrom, type RoadContext, type TravelledRoad} from './road.js'
import {travelRoads} from './roads.js'
import {Turns} from './turns.js'

export interface UdpProbeResult {
  readonly template: UdpTemplate
  readonly embedded: boolean
  /** IP addresses. */
  readonly addresses: readonly string[]
  readonly roads: readonly TravelledRoad[]
  readonly interrupted: boolean
  /** As asked: every address counts; every version counts. */
  readonly allAddresses: boolean
  readonly named: boolean
}

/** @throws SetupError; anything else is a bug of ours */
export async function probeUdp(
  options: UdpProbeOptions,
  platform: Platform,
  onEvent: OnEvent,
  signal: AbortSignal,
): Promise<UdpProbeResult> {
  const {proxy} = options
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
  onEvent({event: 'proxy', tMs: 0, template: template.text})
  const {addresses, roads} = await travelAll(context, signal)
  const {
    reach: {allAddresses},
    http: {named},
  } = options
  return {template, embedded: false, addresses, roads, interrupted: signal.aborted, allAddresses, named}
}

async function travelAll(
  context: RoadContext,
  signal: AbortSignal,
): Promise<Pick<UdpProbeResult, 'addresses' | 'roads'>> {
  const {
    platform,
    template,
    options: {reach, timeoutMs, http},
  } = context
  const log = phaseLog(context)
  let addresses: readonly string[] = []
  try {
    addresses = (await findProxy(template, reach, {...platform, timeoutMs}, log, signal)) ?? []
  } catch (error) {
    if (!signal.aborted) throw error
  }
  if (addresses.length > 0) return {addresses, roads: await travelRoads(addresses, context, log.phases, signal)}
  const nowhere = (version: HttpVersion): TravelledRoad =>
    roadFrom({http: version, address: null}, log, signal.aborted ? 'unknown' : 'unreachable')
  return {addresses, roads: http.versions.map(nowhere)}
}
