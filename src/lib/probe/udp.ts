/**
 * `masque probe udp`: four answers kept apart (reachable, accepted, carries up, carries down), each with its evidence,
 * and how well. A 200 proves nothing.
 */
import {format} from '../net/address.js'
import type {UdpTemplate} from '../tunnel/template.js'
import {startEmbeddedProxy} from '../proxy/embedded.js'
import type {OnEvent} from '../report/run-event.js'
import {findProxy} from '../reach/names.js'
import type {UdpProbeOptions} from './options.js'
import type {Platform, ReachOptions} from '../reach/options.js'
import {phaseLog, roadFrom, travel, type TravelledRoad} from './road.js'

export interface UdpProbeResult {
  readonly template: UdpTemplate
  readonly embedded: boolean
  /** IP addresses. */
  readonly addresses: readonly string[]
  readonly roads: readonly TravelledRoad[]
  readonly interrupted: boolean
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
  const {reach, timeoutMs} = options
  const {clock} = platform
  const context = {platform, template, options, onEvent, beganMs: clock.now(), beganNs: clock.nowNs()}
  onEvent({event: 'proxy', tMs: 0, template: template.text})
  const log = phaseLog(context)
  const roads: TravelledRoad[] = []
  const port = reach.connectTo?.port ?? template.port
  let addresses: readonly string[] = []
  try {
    addresses = (await findProxy(template, reach, {...platform, timeoutMs}, log, signal)) ?? []
  } catch (error) {
    if (!signal.aborted) throw error
  }
  if (addresses.length === 0) roads.push(roadFrom(null, log, signal.aborted ? 'unknown' : 'unreachable'))
  for (const ip of addresses) {
    const road = await travel({address: format(ip, port), number: roads.length + 1}, context, log.phases, signal)
    roads.push(road)
    // Another address can help only where the way to this one was the trouble.
    if (signal.aborted || (!reach.allAddresses && road.road.viability !== 'unreachable')) break
  }
  return {template, embedded: false, addresses, roads, interrupted: signal.aborted}
}
