/** Everything that `probe ip` does in a session once it is open: addresses first, then each family, then more sessions. */
import {inWords, isBreach, isUnwanted, type Ending} from '../../http/ending.js'
import type {Carrier, Transport} from '../../http/transport.js'
import type {Net} from '../../net/net.js'
import type {OuterConnection, PathFigures} from '../../reach/connection.js'
import type {Platform} from '../../reach/options.js'
import type {IpSessionFacts, SessionsFacts} from '../../report/ip-facts.js'
import type {OnEvent} from '../../report/run-event.js'
import type {IpRequest, IpTunnel} from '../../tunnel/connect-ip.js'
import type {IpRange} from '../../tunnel/ip-state.js'
import type {Family} from '../../wire/ip/address.js'
import type {Strays} from './dispatcher.js'
import {examineFamilies, type ExaminedFamily, type FamilyContext} from './family.js'
import type {Aims} from './family-aim.js'
import {LiveSession} from './open-session.js'
import type {IpProbeOptions} from './options.js'
import type {SettlePlan} from './session.js'
import {otherSessions} from './sessions.js'
import {doing, tell} from './tell.js'

export interface ExamineContext {
  readonly platform: Platform
  readonly options: IpProbeOptions
  readonly connection: OuterConnection
  /** That of the connection, seen through. */
  readonly transport: Transport
  readonly request: IpRequest
  readonly aims: Aims
  /** The way past the proxy, where it is not the usual one: responder and proxy are in this process. */
  readonly direct: Net | undefined
  readonly beganMs: number
  readonly onEvent: OnEvent
  readonly share: FamilyContext['share']
  readonly alone: FamilyContext['alone']
}

export interface Examined {
  readonly session: IpSessionFacts
  readonly families: readonly ExaminedFamily[]
  readonly sessions: SessionsFacts | undefined
  readonly strays: Strays & {readonly unknownContexts: number}
  /** What is wrong with packets that no receiver accepts. */
  readonly malformed: readonly string[]
  readonly carrier: Carrier
  readonly maxPacketBytes: number | undefined
  readonly outer: PathFigures
  /** How the tunnel ended, if it did so by itself. */
  readonly ending: Ending | undefined
  /** Of the first session, as long as it was there. */
  readonly addresses: readonly string[]
}

/** Interrupted, it tells what was found so far. */
export async function examineSession(ip: IpTunnel, context: ExamineContext, signal: AbortSignal): Promise<Examined> {
  const {platform, options, connection} = context
  await using live = new LiveSession(ip, platform.clock, platform.random.fork('session 1'))
  const ended: {by?: Ending} = {}
  void ip.ended.then(ending => {
    if (isUnwanted(ending)) ended.by = ending
  })
  const plan = settlePlan(options, connection)
  doing(context, 'addresses', options.timeoutMs)
  await live.watch.settle(plan, signal)
  tell(context, {event: 'session', session: live.watch.facts})
  const {addresses} = live
  const vantages = ([4, 6] as const).map(family => live.vantage(family)).filter(at => at !== undefined)
  const routes = (): readonly IpRange[] => live.watch.routes
  const families = await examineFamilies(vantages, context.aims, routes, familyContext(live, context), signal)
  const sessions = signal.aborted || ended.by ? undefined : await moreSessions(live, families, plan, context, signal)
  return {
    session: live.watch.facts,
    families: families.map(one => forgiving(one, connection)),
    sessions,
    strays: {...live.dispatcher.strays, unknownContexts: ip.unknownContexts},
    malformed: live.dispatcher.problems,
    carrier: ip.tunnel.carrier,
    maxPacketBytes: live.dispatcher.tunnel.maxPacketBytes,
    outer: connection.figures(),
    ending: ended.by,
    addresses,
  }
}

/** Which families a request for one target can have at all. */
function familiesOf({scope: {target}}: IpProbeOptions): readonly Family[] {
  const address = target?.split('/')[0] ?? '*'
  if (address.includes(':')) return [6]
  return /^\d+\.\d+\.\d+\.\d+$/.test(address) ? [4] : [4, 6]
}

export function settlePlan(options: IpProbeOptions, connection: OuterConnection): SettlePlan {
  const rttMs = connection.figures().rttMs?.smoothed ?? 0
  return {timeoutMs: options.timeoutMs, rttMs, families: familiesOf(options)}
}

function familyContext(
  live: LiveSession,
  {platform, options, connection, direct, beganMs, onEvent, share, alone}: ExamineContext,
): FamilyContext {
  const {count, intervalMs, timeoutMs, maxHops, sizes} = options
  const outside = {http: connection.http, carrier: live.ip.tunnel.carrier, packets: connection.packets}
  return {
    platform,
    plan: {count, intervalMs, timeoutMs},
    maxHops,
    sizes: sizes ? outside : undefined,
    direct,
    share,
    alone,
    beganMs,
    onEvent,
  }
}

async function moreSessions(
  live: LiveSession,
  families: readonly ExaminedFamily[],
  plan: SettlePlan,
  context: ExamineContext,
  signal: AbortSignal,
): Promise<SessionsFacts | undefined> {
  const {platform, options, transport, request} = context
  if (options.sessions < 2) return undefined
  doing(context, 'sessions', options.sessions * options.timeoutMs)
  const answers = (family: Family): string | undefined =>
    families.find(one => one.family === family)?.echo.find(({received}) => received > 0)?.to
  const {clock, random} = platform
  const more = {transport, request, clock, random, plan, wanted: options.sessions, answers}
  const sessions = await otherSessions(live, more, signal).catch((error: unknown): undefined => {
    if (!signal.aborted) throw error
  })
  if (sessions) tell(context, {event: 'sessions', sessions})
  return sessions
}

/** Where the outer path or our own queue loses packets, what is missing is nobody's fault that we could name. */
function forgiving(seen: ExaminedFamily, connection: OuterConnection): ExaminedFamily {
  const {exchange} = seen
  if (exchange?.blame !== 'proxy') return seen
  const lost = connection.figures().lostPackets ?? 0
  const isProven = exchange.ending !== undefined && isBreach(exchange.ending)
  if (isProven || (lost === 0 && exchange.figures.ownDrops === 0)) return seen
  return {...seen, exchange: {...exchange, blame: 'unknown'}}
}

export function breachOf({ending}: Pick<Examined, 'ending'>): string | undefined {
  return ending && isBreach(ending) ? inWords(ending) : undefined
}
