/** The handshake as phases: udp and quic. TCP is asked as well when UDP stays silent, so that silence can be explained. */
import type {H3DialOptions} from '../../http/h3/dial.js'
import type {DialOutcome, QuicDialEvents} from '../../http/h3/dial-quic.js'
import type {Handshake} from '../../http/h3/facts.js'
import {ourSettings} from '../../http/h3/settings.js'
import type {TcpAnswer} from '../../net/net.js'
import {deadline, TimeoutError} from '../../spec/clock.js'
import type {OuterWay} from '../../http/outer-way.js'
import type {ConnectContext} from '../context.js'
import {nestedSilent} from '../diagnosis/nested.js'
import {bindOfOtherFamily, cannotSend, icmpAnswer, noEngine, noSocket, udpSilent} from '../diagnosis/path.js'
import {handshakeFailed, handshakeStalled} from '../diagnosis/quic.js'
import {MTU_BOUND_BYTES} from '../connection.js'
import {QUIC_BYTES} from '../nested.js'
import {cannotBind, SetupError} from '../setup-error.js'

/** After this much silence over UDP, or half of all the time there is, we ask over TCP as well. */
const TCP_AFTER_MS = 1000
/** Tunnels that idle are not to be lost to QUIC before their time. */
const IDLE_TIMEOUT_MS = 60_000
/** What a peer may pour out between two looks at the clock: with more, a flood of tiny capsules outlasts every timeout. */
const STREAM_WINDOW = 128 * 1024

/** Of addresses with ports. */
function sameFamily(left: string, right: string): boolean {
  return left.startsWith('[') === right.startsWith('[')
}

type WithHandshake<T> = T & {readonly handshake: Handshake}
export type Dialed<T> = WithHandshake<Extract<DialOutcome<T>, {kind: 'connected' | 'failed'}>>

/** `dialH3`, or one that speaks otherwise. */
export type Dial<T> = (options: H3DialOptions, events: QuicDialEvents, signal: AbortSignal) => Promise<DialOutcome<T>>

/**
 * undefined: nothing is known of a handshake, and the log says why.
 * @throws SetupError
 */
export async function dial<T>(
  address: string,
  context: ConnectContext,
  dialAs: Dial<T>,
  signal: AbortSignal,
): Promise<Dialed<T> | undefined> {
  const {platform, log, timeoutMs, way} = context
  if (!way && context.reach.bind !== undefined && !sameFamily(context.reach.bind, address)) {
    log.begin('udp')
    log.fail(bindOfOtherFamily(address, context.reach.bind))
    return undefined
  }
  const {binding} = platform
  if (!binding) {
    log.begin('udp')
    log.fail(noEngine())
    return undefined
  }
  using limit = deadline(platform.clock, timeoutMs, signal)
  const tcp = way ? undefined : askOverTcp(address, context, limit.signal)
  const events = dialEvents(context)
  try {
    const dialed = await dialAs({binding, ...dialOptions(address, context)}, events, limit.signal)
    if (dialed.kind === 'connected') return dialed
    if (dialed.kind === 'unreachable') log.fail(icmpAnswer(address, dialed.error))
    else if (dialed.kind === 'unsendable') log.fail(cannotSend(address, dialed.errno))
    else if (dialed.handshake) return {...dialed, handshake: dialed.handshake}
    else log.fail(handshakeFailed(address, dialed.end))
  } catch (error) {
    if (error instanceof TimeoutError) log.fail(await explainSilence(address, context, tcp?.answer))
    else explainUnstarted(error, address, context)
  } finally {
    tcp?.cancel()
  }
  return undefined
}

/** What is seen, and the phases as they begin and end. */
function dialEvents({log, witness, way, own}: ConnectContext): QuicDialEvents {
  const seen = way ? witness.eventsInside : witness.events
  const onFrames = own?.onFrames
  return {
    ...seen,
    ...(onFrames && {
      onFrames: packet => {
        seen.onFrames?.(packet)
        onFrames(packet)
      },
    }),
    onStarted: local => {
      seen.onStarted?.(local)
      log.begin('udp')
    },
    onFirstAnswer: () => {
      log.ok(way ? 'the first datagram came back through the tunnel' : 'the first datagram came back')
      log.begin('quic')
    },
  }
}

function dialOptions(
  remote: string,
  {platform: {clock, random}, reach, template, way, own}: ConnectContext,
): Omit<H3DialOptions, 'binding'> {
  const usual = {idleTimeoutMs: IDLE_TIMEOUT_MS, streamReceiveWindow: STREAM_WINDOW, ...mtuWithin(way)}
  const announced = [...ourSettings(random.fork('settings')), ...(reach.dialect?.h3?.announces ?? [])]
  return {
    clock,
    remote: way?.remote ?? remote,
    serverName: reach.serverName ?? template.host,
    trust: reach.trust,
    settings: own?.settings ?? announced,
    ...(reach.dialect?.h3 && {leniency: reach.dialect.h3}),
    transport: {...usual, ...own?.transport},
    ...(own?.peculiarities && {peculiarities: own.peculiarities}),
    ...(way ? {way} : reach.bind !== undefined && {local: reach.bind}),
    ...(reach.identity && {identity: reach.identity}),
  }
}

/** A tunnel says what it carries: no need to find that out by losing packets. */
function mtuWithin(way: OuterWay | undefined): {mtuUpperBound?: number} {
  const limit = way?.limitBytes
  return limit === undefined ? {} : {mtuUpperBound: Math.max(QUIC_BYTES, Math.min(MTU_BOUND_BYTES, limit))}
}

async function explainSilence(
  address: string,
  {log, timeoutMs, way}: ConnectContext,
  tcp: Promise<TcpAnswer> | undefined,
): Promise<ReturnType<typeof udpSilent>> {
  if (way) return nestedSilent(address, way, log.current === 'quic', timeoutMs)
  return log.current === 'quic' || !tcp ? handshakeStalled(address) : udpSilent(address, await tcp, timeoutMs)
}

/** No socket, or options that make no sense. With several addresses another family may still do. */
function explainUnstarted(error: unknown, address: string, {log, reach}: ConnectContext): void {
  const {code, message} = error as {code?: unknown; message: string}
  if (code === 'ERR_CONFIG' && message.includes('is not a host name')) {
    throw new SetupError(message, 'bad-server-name', 'check the name in PROXY, or ask for another one with --sni NAME')
  }
  if (code === 'ERR_CONFIG') {
    throw new SetupError(message, 'bad-tls-files', 'check the files given with --cacert, --cert and --key')
  }
  if (typeof code !== 'string' || !/^(E[A-Z]+|ERR_IO)$/.test(code)) throw error
  if (reach.bind !== undefined) throw cannotBind(reach.bind, code, message)
  log.begin('udp')
  log.fail(noSocket(address, code))
}

/** Only if UDP stays silent, and only the host and port that were named. */
function askOverTcp(
  address: string,
  {platform: {clock, net}, timeoutMs}: ConnectContext,
  signal: AbortSignal,
): {answer: Promise<TcpAnswer>; cancel: () => void} {
  const stop = new AbortController()
  let cancelTimer = (): void => undefined
  const answer = new Promise<TcpAnswer>(resolve => {
    cancelTimer = clock.after(Math.min(TCP_AFTER_MS, timeoutMs / 2), () => {
      void net.tcpAnswers(address, stop.signal).then(resolve)
    })
    signal.addEventListener('abort', () => {
      stop.abort()
      resolve('silent')
    })
  })
  return {
    answer,
    cancel: () => {
      cancelTimer()
      stop.abort()
    },
  }
}
