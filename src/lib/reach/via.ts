/**
 * The way to a proxy through other proxies: each opens a UDP tunnel to the next, and a QUIC connection runs inside. Only
 * the first can be reached over TCP, as a UDP tunnel carries none.
 */
import type {DatagramMode} from '../http/transport.js'
import {familyOf, isIp} from '../net/address.js'
import type {Diagnosis, Road} from '../report/document.js'
import {openUdp, udpRequestLine, type UdpOpened, type UdpTunnel} from '../tunnel/connect-udp.js'
import type {Target} from '../tunnel/target.js'
import {approachWith, type Connect} from './approach-with.js'
import {ask} from './ask.js'
import type {Connected} from './connect.js'
import type {OuterConnection} from './connection.js'
import type {ConnectContext} from './context.js'
import {noTcpInside} from './diagnosis/nested.js'
import {connectH3} from './h3/connect.js'
import {roomForQuic, TunnelWay} from './nested.js'
import {NestedConnection, type Passage} from './nested-connection.js'
import type {ViaHop} from './options.js'
import {PhaseLog, type PhaseEvents} from './phases.js'

const UNTOLD: PhaseEvents = {onBegin: () => undefined, onPhase: () => undefined}

type Opened = {readonly passage: Passage} | {readonly diagnosis: Diagnosis}

/** Rejects only with the signal's reason. @throws SetupError */
export async function connectThrough(
  connect: Connect,
  via: readonly ViaHop[],
  {address, http}: {readonly address: string; readonly http: Road['http']},
  context: ConnectContext,
  signal: AbortSignal,
): Promise<Connected> {
  const {log} = context
  const failed = {kind: 'failed', reached: false, facts: {}} as const
  if (http !== '3') {
    log.begin('tcp')
    log.fail(noTcpInside(address, http))
    return failed
  }
  log.begin('via')
  const opened = await openPassage(connect, via, context, signal)
  if ('diagnosis' in opened) {
    log.fail(opened.diagnosis)
    return failed
  }
  const {passage} = opened
  log.ok(passage.words)
  let connected
  try {
    connected = await connectH3(address, {...context, way: passage.way}, signal)
  } catch (error) {
    await passage[Symbol.asyncDispose]()
    throw error
  }
  if (connected.kind === 'connected') {
    return {kind: 'connected', connection: new NestedConnection(connected.connection, passage)}
  }
  await passage[Symbol.asyncDispose]()
  return connected
}

/** Through the last of them, which is reached through those before it. */
async function openPassage(
  connect: Connect,
  via: readonly ViaHop[],
  context: ConnectContext,
  signal: AbortSignal,
): Promise<Opened> {
  const [hop, earlier] = [via.at(-1), via.slice(0, -1)]
  if (!hop) throw new Error('there is nothing to go through')
  const {platform, timeoutMs, witness} = context
  const options = {
    platform,
    reach: {...hop.reach, ...(earlier.length > 0 && {via: earlier})},
    http: earlier.length > 0 ? (['3'] as const) : hop.http,
    timeoutMs,
    evidence: witness.before,
    beganMs: platform.clock.now(),
    events: UNTOLD,
    firstConnection: witness.connectionBefore(via.length),
  }
  const approached = await approachWith(connect, hop.template, options, signal)
  if (approached.kind === 'failed') return {diagnosis: at(hop, approached.diagnosis)}
  const {connection} = approached
  try {
    return await openTunnel(hop, connection, placeOf(context), context, signal)
  } catch (error) {
    await connection[Symbol.asyncDispose]()
    throw error
  }
}

/** In frames if QUIC fits into them, otherwise in capsules. */
async function openTunnel(
  hop: ViaHop,
  connection: OuterConnection,
  target: Target,
  context: ConnectContext,
  signal: AbortSignal,
): Promise<Opened> {
  const {clock} = context.platform
  const first = await askFor('auto', hop, connection, target, context, signal)
  if ('diagnosis' in first) {
    await connection[Symbol.asyncDispose]()
    return first
  }
  const way = new TunnelWay(first.udp)
  const rttMs = connection.figures().rttMs?.smoothed ?? 0
  if (await roomForQuic(way, {clock, rttMs}, signal)) return {passage: passage(hop, connection, way)}
  await first.udp[Symbol.asyncDispose]()
  const second = await askFor('capsules', hop, connection, target, context, signal)
  if ('diagnosis' in second) {
    await connection[Symbol.asyncDispose]()
    return second
  }
  return {passage: passage(hop, connection, new TunnelWay(second.udp))}
}

async function askFor(
  datagrams: DatagramMode,
  hop: ViaHop,
  connection: OuterConnection,
  target: Target,
  {platform: {clock}, timeoutMs}: ConnectContext,
  signal: AbortSignal,
): Promise<{readonly udp: UdpTunnel} | {readonly diagnosis: Diagnosis}> {
  const request = {template: hop.template, target, headers: hop.headers, datagrams}
  const log = new PhaseLog(clock, clock.now(), UNTOLD)
  const question = {
    tunnel: 'udp' as const,
    line: udpRequestLine(request, connection.http),
    headers: hop.headers,
    needsName: target.kind === 'name',
    open: (limit: AbortSignal): Promise<UdpOpened> => openUdp(connection.transport, request, limit),
  }
  const {tunnel} = await ask(question, {clock, timeoutMs, log, connection}, signal)
  if (tunnel) return {udp: tunnel.udp}
  const diagnosis = log.phases.find(phase => phase.diagnosis)?.diagnosis
  if (!diagnosis) throw new Error('what failed was not logged')
  return {diagnosis: at(hop, diagnosis)}
}

function at({template}: ViaHop, diagnosis: Diagnosis): Diagnosis {
  return {...diagnosis, meaning: `on the way, at ${template.authority}: ${diagnosis.meaning}`}
}

function passage({template}: ViaHop, connection: OuterConnection, way: TunnelWay): Passage {
  const {limitBytes} = way
  const carrier = limitBytes === undefined ? 'capsules' : `frames of up to ${limitBytes} octets`
  return {
    way,
    words: `${template.authority} over HTTP/${connection.http}, in ${carrier}`,
    async [Symbol.asyncDispose]() {
      await way.udp[Symbol.asyncDispose]()
      await connection[Symbol.asyncDispose]()
    },
  }
}

/** Where the tunnel is to lead: the proxy behind it. Its name is for the proxy before it to resolve. */
function placeOf({reach, template}: ConnectContext): Target {
  const {host, port} = reach.connectTo ?? template
  const kind = !isIp(host) ? 'name' : familyOf(host) === 4 ? 'ipv4' : 'ipv6'
  return {host, port, kind}
}
