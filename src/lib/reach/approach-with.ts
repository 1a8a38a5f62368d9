/** The way to an open connection, for whoever brings what connects: see approach.ts. */
import type {Evidence} from '../evidence/event.js'
import type {HttpVersion} from '../http/transport.js'
import {format} from '../net/address.js'
import type {Diagnosis, PhaseResult} from '../report/document.js'
import type {ProxyPlace} from '../tunnel/uri-template.js'
import type {Connected} from './connect.js'
import type {OuterConnection, RoadFacts} from './connection.js'
import type {ConnectContext} from './context.js'
import {findProxy} from './names.js'
import type {Platform, ReachOptions} from './options.js'
import {PhaseLog, type PhaseEvents} from './phases.js'
import {whyLeft} from './why-left.js'
import {Witness} from './witness.js'

export interface ApproachOptions {
  readonly platform: Platform
  readonly reach: ReachOptions
  /** Tried in this order. */
  readonly http: readonly HttpVersion[]
  /** Per phase. */
  readonly timeoutMs: number
  /** Where everything that is seen goes. */
  readonly evidence: Evidence
  /** When the command began, on the platform's clock: phases count from there. */
  readonly beganMs: number
  readonly events: PhaseEvents
  /** The number of the first connection in the evidence; 1 by default. */
  readonly firstConnection?: number
}

/** One version at one address. */
export interface Attempt {
  readonly http: HttpVersion
  readonly address: string
  readonly outcome: 'connected' | 'not-offered' | 'unreachable'
  /** Without that of the name, which is common to all. */
  readonly phases: readonly PhaseResult[]
  readonly facts: RoadFacts
}

export type Approached = {readonly attempts: readonly Attempt[]} & (
  | {readonly kind: 'connected'; readonly connection: OuterConnection; readonly witness: Witness}
  /** Why the last attempt failed, or why there was none. */
  | {readonly kind: 'failed'; readonly diagnosis: Diagnosis}
)

export type Connect = (
  address: string,
  http: HttpVersion,
  context: ConnectContext,
  signal: AbortSignal,
) => Promise<Connected>

/**
 * Rejects only with the signal's reason.
 * @throws SetupError
 */
export async function approachWith(
  connect: Connect,
  place: ProxyPlace,
  options: ApproachOptions,
  signal: AbortSignal,
): Promise<Approached> {
  const {platform, reach, http, timeoutMs, evidence, beganMs, events, firstConnection = 1} = options
  const names = new PhaseLog(platform.clock, beganMs, events)
  const ips = await findProxy(place, reach, {...platform, timeoutMs}, names, signal)
  if (!ips) return {kind: 'failed', diagnosis: diagnosisOf(names), attempts: []}
  const attempts: Attempt[] = []
  let last = names
  for (const version of http) {
    for (const ip of ips) {
      const address = format(ip, reach.connectTo?.port ?? place.port)
      const log = new PhaseLog(platform.clock, beganMs, events)
      const witness = new Witness({...platform, evidence}, firstConnection + attempts.length, address)
      const context = {platform, template: place, reach, timeoutMs, log, witness}
      const connected = await connect(address, version, context, signal)
      const common = {http: version, address, phases: log.phases}
      if (connected.kind === 'connected') {
        const {connection} = connected
        attempts.push({...common, outcome: 'connected', facts: connection.facts})
        return {kind: 'connected', connection, witness, attempts}
      }
      attempts.push({...common, outcome: connected.reached ? 'not-offered' : 'unreachable', facts: connected.facts})
      last = log
      // Another address can help only where the way to this one was the trouble.
      if (connected.reached) break
    }
  }
  return {kind: 'failed', diagnosis: diagnosisOf(last), attempts}
}

/** Why each version that was tried before was left, in sentences. */
export function allLeft(attempts: readonly Attempt[]): readonly string[] {
  return attempts.map(({http, phases}) => whyLeft(http, phases)).filter(why => why !== undefined)
}

function diagnosisOf(log: PhaseLog): Diagnosis {
  const diagnosis = log.phases.find(phase => phase.diagnosis)?.diagnosis
  if (!diagnosis) throw new Error('what failed was not logged')
  return diagnosis
}
