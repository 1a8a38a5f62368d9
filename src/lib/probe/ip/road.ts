/** One road to an IP tunnel: the phases to it, what was found in it, and coming back. */
import {crossing} from '../../evidence/saved-run.js'
import {wireEvent} from '../../evidence/wire-event.js'
import type {Transport} from '../../http/transport.js'
import type {Net} from '../../net/net.js'
import {ask} from '../../reach/ask.js'
import {connect} from '../../reach/connect.js'
import type {OuterConnection} from '../../reach/connection.js'
import {PhaseLog, round} from '../../reach/phases.js'
import {Witness} from '../../reach/witness.js'
import type {PhaseResult, Road, Viability} from '../../report/document.js'
import type {ReconnectFacts} from '../../report/ip-facts.js'
import type {OnEvent} from '../../report/run-event.js'
import {saysCapsuleProtocol} from '../../tunnel/connect-udp.js'
import {ipRequestLine, openIp, type IpRequest, type IpTunnel} from '../../tunnel/connect-ip.js'
import type {DialectName} from '../../tunnel/dialect/dialect.js'
import type {IpTemplate} from '../../tunnel/ip-template.js'
import {roadEntry} from '../road-entry.js'
import {phaseLog, type RunContext, type Way} from '../roads.js'
import type {Turns} from '../turns.js'
import {conclude, concludeFamily, type Conclusion} from './conclude.js'
import {breachOf, examineSession, type Examined, type ExamineContext} from './examine.js'
import {factsOf, type FoundOnRoad} from './facts.js'
import type {Aims} from './family-aim.js'
import {noAddress} from './no-address.js'
import type {IpProbeOptions} from './options.js'
import {reconnect} from './reconnect.js'
import {tell} from './tell.js'

export interface IpRoadContext extends RunContext {
  readonly template: IpTemplate
  readonly options: IpProbeOptions
  readonly aims: Aims
  /** The way past the proxy, where it is not the usual one: responder and proxy are in this process. */
  readonly direct?: Net
  /** By the other reading of the clock. */
  readonly beganNs: bigint
  readonly turns: Turns
}

export interface TravelledIpRoad extends Omit<FoundOnRoad, 'road' | 'options'> {
  readonly road: Road
  readonly options: IpProbeOptions
}

/** Connections for coming back are counted from here, past those of all roads. */
const RECONNECTIONS = 1000

/**
 * Goes as far as it can. Interrupted, it tells what was found so far.
 * @throws SetupError
 */
export async function travelIp(
  way: Way,
  run: IpRoadContext,
  names: readonly PhaseResult[],
  signal: AbortSignal,
): Promise<TravelledIpRoad> {
  const {http, address, number} = way
  const {platform, beganMs} = run
  const onEvent: OnEvent = event => {
    run.onEvent({...event, road: number})
  }
  const context = {...run, onEvent}
  const tMs = (): number => round(platform.clock.now() - beganMs)
  onEvent({event: 'road', http, address, tMs: tMs()})
  const log = phaseLog(context, names)
  let travelled
  try {
    travelled = await travelTo(way, log, context, signal)
  } catch (error) {
    if (!signal.aborted) throw error
    travelled = ipRoadFrom(way, log, 'unknown', run.options)
  }
  const {viability} = travelled.road
  onEvent({event: 'road-end', http, address, tMs: tMs(), viability, facts: factsOf(travelled)})
  return travelled
}

async function travelTo(
  way: Way,
  log: PhaseLog,
  context: IpRoadContext,
  signal: AbortSignal,
): Promise<TravelledIpRoad> {
  const {platform, options, template} = context
  const {timeoutMs, headers, datagrams, scope} = options
  const request: IpRequest = {template, scope, headers, datagrams, dialect: options.reach.dialect}
  const connected = await connectOver(way, log, context, signal)
  way.onReached?.()
  if (connected.kind === 'failed') {
    return ipRoadFrom(way, log, connected.reached ? 'refused' : 'unreachable', options, connected.facts)
  }
  await using connection = connected.connection
  const {transport} = connected
  const question = {
    tunnel: 'ip' as const,
    line: ipRequestLine(request, transport.http),
    headers,
    needsName: scope.target !== undefined && !/^[\d.]+(\/|$)|:/.test(scope.target),
    open: (at: AbortSignal) => openIp(transport, request, at),
  }
  const opened = await ask(question, {clock: platform.clock, timeoutMs, log, connection}, signal)
  const facts = {...connection.facts, ...(opened.response && {response: opened.response})}
  if (!opened.tunnel) return ipRoadFrom(way, log, 'refused', options, facts)
  const found = await examine(opened.tunnel.ip, {transport, connection, request}, context, signal)
  // The first is closed before the second is opened: coming back is what is examined.
  await connection[Symbol.asyncDispose]()
  const back = await comeBack(way, request, found.examined, context, signal)
  const {viability, blame} = found.conclusion
  return {
    road: roadEntry(way, log, viability, {blame, facts}),
    options,
    ...found,
    reconnect: back,
  }
}

type ConnectedOver =
  | {readonly kind: 'connected'; readonly connection: OuterConnection; readonly transport: Transport}
  | {readonly kind: 'failed'; readonly reached: boolean; readonly facts: Partial<Road>}

/** With everything that crosses it seen. */
async function connectOver(
  {address, http, number}: Way,
  log: PhaseLog,
  {platform, options, template, beganNs, onEvent}: IpRoadContext,
  signal: AbortSignal,
): Promise<ConnectedOver> {
  const {reach, timeoutMs, evidence, scope} = options
  const witness = new Witness({...platform, evidence}, number, address)
  const connected = await connect(address, http, {platform, template, reach, timeoutMs, log, witness}, signal)
  if (connected.kind === 'failed') return connected
  const {connection} = connected
  const onTap: Parameters<Witness['tap']>[2] = ({atNs, tunnel, direction, what}, event) => {
    onEvent(wireEvent({number: event, tNs: atNs - beganNs, tunnel, direction, what: crossing(what)}))
  }
  const lead = {kind: 'scope', text: scopeText(scope)} as const
  const transport = witness.tap(connection.transport, lead, options.wire ? onTap : undefined)
  return {kind: 'connected', connection, transport}
}

function scopeText({target = '*', ipproto}: IpProbeOptions['scope']): string {
  return ipproto === undefined ? target : `${target} protocol ${ipproto}`
}

/** Named, and never spoken unasked. */
function dialectRemark(name: DialectName | undefined): string[] {
  if (name === undefined) return []
  return [
    `what the proxy sends is IP packets without the Context ID (RFC 9484 section 6): --dialect ${name} reads them`,
  ]
}

interface Found {
  readonly examined: Examined
  readonly conclusion: Conclusion
  readonly remarks: readonly string[]
}

async function examine(
  ip: IpTunnel,
  outside: Pick<ExamineContext, 'transport' | 'connection' | 'request'>,
  context: IpRoadContext,
  signal: AbortSignal,
): Promise<Found> {
  const {platform, options, aims, direct, beganMs, onEvent, turns} = context
  const share = <T>(work: () => Promise<T>): Promise<T> => turns.share(work, signal)
  const alone = <T>(work: () => Promise<T>): Promise<T> => turns.alone(work, signal)
  const inside = {...outside, platform, options, aims, direct, beganMs, onEvent, share, alone}
  const lacking = 'the response lacks Capsule-Protocol: ?1, which endpoints should send (RFC 9297 section 3.4)'
  const isLacking = !saysCapsuleProtocol(ip.tunnel)
  const examined = await examineSession(ip, inside, signal)
  const conclusion = conclude(examined.families.map(concludeFamily), {
    noAddress: examined.families.length === 0 ? noAddress(examined) : undefined,
    breach: breachOf(examined),
  })
  const remarks = [
    ...(isLacking ? [lacking] : []),
    ...outside.connection.remarks,
    ...examined.session.remarks,
    ...dialectRemark(ip.seemsToSpeak),
  ]
  for (const text of remarks) onEvent({event: 'note', text, tMs: round(platform.clock.now() - beganMs)})
  return {examined, conclusion, remarks}
}

async function comeBack(
  way: Way,
  request: IpRequest,
  {addresses}: Examined,
  context: IpRoadContext,
  signal: AbortSignal,
): Promise<ReconnectFacts | undefined> {
  const {platform, options, beganMs} = context
  if (!options.reconnect || addresses.length === 0 || signal.aborted) return undefined
  // Its phases are those of the first; what is told of it is how it came out.
  const quiet = new PhaseLog(platform.clock, beganMs, {onBegin: () => undefined, onPhase: () => undefined})
  const connectAgain = async () => {
    const again = await connectOver({...way, number: RECONNECTIONS + way.number}, quiet, context, signal)
    return again.kind === 'connected' ? again : undefined
  }
  const found = await reconnect(addresses, {...context, request, connect: connectAgain}, signal).catch(
    (error: unknown): undefined => {
      if (!signal.aborted) throw error
    },
  )
  if (found) tell(context, {event: 'reconnect', reconnect: found})
  return found
}

export function ipRoadFrom(
  place: Pick<Road, 'http' | 'address'>,
  log: PhaseLog,
  viability: Viability,
  options: IpProbeOptions,
  facts: Partial<Road> = {},
): TravelledIpRoad {
  const road = roadEntry(place, log, viability, {blame: null, facts})
  return {road, options, examined: undefined, conclusion: undefined, reconnect: undefined, remarks: []}
}
