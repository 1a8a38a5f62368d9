/** One road to a tunnel: an address, the phases to it, what became of the datagrams, and the facts found on the way. */
import {crossing} from '../evidence/saved-run.js'
import {wireEvent} from '../evidence/wire-event.js'
import {inWords, isBreach, isUnwanted} from '../http/ending.js'
import type {PhaseResult, Road, Viability} from '../report/document.js'
import type {PayloadFacts} from '../report/payload-facts.js'
import type {UdpTunnel} from '../tunnel/connect-udp.js'
import type {Target} from '../tunnel/target.js'
import type {UdpTemplate} from '../tunnel/template.js'
import {takeAim, type AimTaken, type ResponderFacts} from './aim.js'
import {connect} from '../reach/connect.js'
import type {OuterConnection, PathFigures} from '../reach/connection.js'
import type {OnEvent} from '../report/run-event.js'
import type {ExchangeResult} from './exchange.js'
import {openTunnel, remarks} from './open.js'
import type {UdpProbeOptions} from './options.js'
import {round, type PhaseLog} from '../reach/phases.js'
import {roadEntry} from './road-entry.js'
import type {Rate} from './rate.js'
import {factsOf} from './road-facts.js'
import {phaseLog, type RunContext, type Way} from './roads.js'
import {examineRate, examineSizes} from './sizes.js'
import type {Turns} from './turns.js'
import {Witness} from '../reach/witness.js'

export interface TravelledRoad {
  readonly road: Road
  readonly target: Target | undefined
  readonly responder: ResponderFacts | undefined
  readonly exchange: ExchangeResult | undefined
  readonly path: PathFacts | undefined
  readonly payload: PayloadFacts | undefined
  readonly rate: Rate | undefined
  readonly remarks: readonly string[]
}

/** The outer connection while the datagrams flowed. */
export interface PathFacts {
  readonly outer: PathFigures
  /** Largest UDP payload in a frame; null: frames cannot be used. */
  readonly maxPayloadBytes: number | null
  readonly carrier: 'frame' | 'capsule'
  /** How the tunnel ended, if it did so by itself. */
  readonly ending: string | null
}

export interface RoadContext extends RunContext {
  readonly template: UdpTemplate
  readonly options: UdpProbeOptions
  /** By the other reading of the clock. */
  readonly beganNs: bigint
  readonly turns: Turns
}

/**
 * Goes as far as it can. Interrupted, it tells what was found so far.
 * @throws SetupError
 */
export async function travel(
  way: Way,
  runContext: RoadContext,
  earlier: readonly PhaseResult[],
  signal: AbortSignal,
): Promise<TravelledRoad> {
  const {http, address, number} = way
  const {platform, beganMs} = runContext
  const onEvent: OnEvent = event => {
    runContext.onEvent({...event, road: number})
  }
  const context = {...runContext, onEvent}
  const tMs = (): number => round(platform.clock.now() - beganMs)
  await using aim = takeAim(address, context)
  onEvent({event: 'road', http, address, tMs: tMs()})
  const log = phaseLog(context, earlier)
  let travelled
  try {
    travelled = await travelTo(way, aim, log, context, signal)
  } catch (error) {
    if (!signal.aborted) throw error
    travelled = roadFrom(way, log, 'unknown', {target: aim.target})
  }
  const {viability} = travelled.road
  onEvent({event: 'road-end', http, address, tMs: tMs(), viability, facts: factsOf(travelled)})
  return travelled
}

async function travelTo(
  way: Way,
  aim: AimTaken,
  log: PhaseLog,
  context: RoadContext,
  signal: AbortSignal,
): Promise<TravelledRoad> {
  const {http, address, number} = way
  const {platform, options, template, beganMs, beganNs, onEvent, turns} = context
  const {reach, timeoutMs, headers, datagrams, evidence} = options
  const {target} = aim
  const witness = new Witness({...platform, evidence}, number, address)
  const connected = await connect(address, http, {platform, template, reach, timeoutMs, log, witness}, signal)
  way.onReached?.()
  if (connected.kind === 'failed') {
    return roadFrom(way, log, connected.reached ? 'refused' : 'unreachable', {facts: connected.facts, target})
  }
  await using connection = connected.connection
  const onTap: Parameters<Witness['tap']>[2] = ({atNs, tunnel, direction, what}, number) => {
    onEvent(wireEvent({number, tNs: atNs - beganNs, tunnel, direction, what: crossing(what)}))
  }
  const tapped = witness.tap(connection.transport, target, options.wire ? onTap : undefined)
  const request = {template, target, headers, datagrams, dialect: reach.dialect}
  const opened = await openTunnel(tapped, request, {clock: platform.clock, timeoutMs, log, connection}, signal)
  const facts = {...connection.facts, ...(opened.response && {response: opened.response})}
  if (!opened.tunnel) return roadFrom(way, log, 'refused', {facts, target})
  await using udp = opened.tunnel.udp
  const ended: {detail: string | null} = {detail: null}
  void udp.ended.then(ending => {
    if (isUnwanted(ending)) ended.detail = inWords(ending)
  })
  const exchange = forgiving(await turns.share(() => aim.exchange(udp, signal), signal), connection)
  const rate = await examineRate(exchange, aim.responder, {context, tapped, request}, signal)
  const payload = await examineSizes(exchange, aim.responder, {context, udp, tapped, connection, request}, signal)
  const seen = remarks(connection, udp)
  for (const text of seen) onEvent({event: 'note', text, tMs: round(platform.clock.now() - beganMs)})
  return roadFrom(way, log, viabilityOf(exchange), {
    facts,
    target,
    exchange,
    remarks: seen,
    path: pathFacts(connection, udp, ended.detail),
    payload,
    rate,
    responder: aim.responder,
  })
}

export function roadFrom(
  {http, address}: Pick<Road, 'http' | 'address'>,
  log: PhaseLog,
  viability: Viability,
  more: Partial<Omit<TravelledRoad, 'road'>> & {readonly facts?: Partial<Road>} = {},
): TravelledRoad {
  const {facts, ...rest} = more
  const road = roadEntry({http, address}, log, viability, {blame: rest.exchange?.blame ?? null, facts})
  return {
    road,
    target: rest.target,
    responder: rest.responder,
    exchange: rest.exchange,
    path: rest.path,
    payload: rest.payload,
    rate: rest.rate,
    remarks: rest.remarks ?? [],
  }
}

/** Where the outer path or our own queue loses packets, what is missing is nobody's fault that we could name. */
function forgiving(exchange: ExchangeResult, connection: OuterConnection): ExchangeResult {
  const lost = connection.figures().lostPackets ?? 0
  const proven = exchange.ending !== undefined && isBreach(exchange.ending)
  const excuse = !proven && (lost > 0 || exchange.figures.ownDrops > 0)
  return exchange.blame === 'proxy' && excuse ? {...exchange, blame: 'unknown'} : exchange
}

function viabilityOf({up, down}: ExchangeResult): Viability {
  if (up === 'yes' && down === 'yes') return 'carries-both-ways'
  if (up === 'yes') return 'carries-up'
  return down === 'yes' ? 'carries-down' : 'accepted'
}

function pathFacts(connection: OuterConnection, udp: UdpTunnel, ending: string | null): PathFacts {
  return {
    outer: connection.figures(),
    maxPayloadBytes: udp.maxPayloadBytes ?? null,
    carrier: udp.tunnel.carrier,
    ending,
  }
}
