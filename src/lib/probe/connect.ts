/** From an address to HTTP/3: the phases udp, quic, certificate, alpn and settings. */
import type {H3Transport} from '../http/h3/client.js'
import {dialH3, type H3Dialed} from '../http/h3/dial.js'
import type {Handshake} from '../http/h3/facts.js'
import {ourSettings} from '../http/h3/settings.js'
import type {TcpAnswer} from '../net/net.js'
import type {Road, TlsFacts} from '../report/document.js'
import {deadline, TimeoutError, unlessAborted} from '../spec/clock.js'
import type {UdpTemplate} from '../tunnel/template.js'
import * as settings from '../wire/h3-settings.js'
import {endedInstead, noExtendedConnect, noSettings} from './diagnosis/http.js'
import {cannotSend, handshakeFailed, handshakeStalled, icmpAnswer, udpSilent} from './diagnosis/path.js'
import {certificateFailure, noProtocol} from './diagnosis/tls.js'
import {parameterFacts, settingFacts, tlsFacts} from './handshake-facts.js'
import type {Platform, ReachOptions} from './options.js'
import type {PhaseLog} from './phases.js'

/** After this much silence over UDP we ask over TCP as well, so that the answer is there when it is needed. */
const TCP_AFTER_MS = 1000
const NO_APPLICATION_PROTOCOL = 0x178n
/** Tunnels that idle are not to be lost to QUIC before their time. */
const IDLE_TIMEOUT_MS = 60_000

export type RoadFacts = Pick<Road, 'settings' | 'transportParameters' | 'tls'>

export interface Connection {
  readonly transport: H3Transport
  readonly handshake: Handshake
  readonly facts: RoadFacts
}

export type Connected =
  | ({readonly kind: 'connected'} & Connection)
  /** The log says where and why. `reached`: HTTP/3 was, a tunnel is not offered. */
  | {readonly kind: 'failed'; readonly reached: boolean; readonly facts: RoadFacts}

export interface ConnectContext {
  readonly platform: Platform
  readonly template: UdpTemplate
  readonly reach: ReachOptions
  readonly timeoutMs: number
  readonly log: PhaseLog
}

export async function connect(address: string, context: ConnectContext, signal: AbortSignal): Promise<Connected> {
  const dialed = await dial(address, context, signal)
  if (!dialed) return {kind: 'failed', reached: false, facts: {}}
  const facts = {
    transportParameters: parameterFacts(dialed.handshake),
    tls: tlsFacts(dialed.handshake, checkedBy(context.reach)),
  }
  if (dialed.kind === 'failed') {
    explainFailedHandshake(address, dialed, facts.tls, context)
    return {kind: 'failed', reached: false, facts}
  }
  const {transport, handshake} = dialed
  context.log.ok(
    `version 1, ${handshake.cipherSuite ?? 'unknown cipher'}, ${handshake.keyExchange ?? 'unknown exchange'}`,
  )
  tellCertificate(facts.tls, context.log)
  context.log.begin('alpn')
  context.log.ok(handshake.alpn ?? '')
  const received = await awaitSettings(transport, context, signal)
  const all = received ? {...facts, settings: settingFacts(received)} : facts
  if (context.log.phases.at(-1)?.outcome !== 'failed') return {kind: 'connected', transport, handshake, facts: all}
  await transport[Symbol.asyncDispose]()
  return {kind: 'failed', reached: received !== undefined, facts: all}
}

type WithHandshake<T> = T & {readonly handshake: Handshake}

/** undefined: nothing is known of a handshake, and the log says why. */
async function dial(
  address: string,
  context: ConnectContext,
  signal: AbortSignal,
): Promise<WithHandshake<Extract<H3Dialed, {kind: 'connected' | 'failed'}>> | undefined> {
  const {platform, reach, template, log, timeoutMs} = context
  const {clock, binding, random} = platform
  using limit = deadline(clock, timeoutMs, signal)
  const tcp = askOverTcp(address, context, limit.signal)
  let answered = false
  log.begin('udp')
  const options = {
    binding,
    clock,
    remote: address,
    serverName: reach.serverName ?? template.host,
    trust: reach.trust,
    settings: ourSettings(random.fork('settings')),
    transport: {idleTimeoutMs: IDLE_TIMEOUT_MS},
    ...(reach.bind !== undefined && {local: reach.bind}),
    ...(reach.identity && {identity: reach.identity}),
  }
  const events = {
    onFirstAnswer: () => {
      answered = true
      log.ok('the first datagram came back')
      log.begin('quic')
    },
  }
  try {
    const dialed = await dialH3(options, events, limit.signal)
    if (dialed.kind === 'connected') return dialed
    if (dialed.kind === 'unreachable') log.fail(icmpAnswer(address, dialed.error))
    else if (dialed.kind === 'unsendable') log.fail(cannotSend(address, dialed.errno))
    else if (dialed.handshake) return {...dialed, handshake: dialed.handshake}
    else log.fail(handshakeFailed(address, dialed.end))
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    if (answered) log.fail(handshakeStalled(address))
    else log.fail(udpSilent(address, await tcp.answer))
  } finally {
    tcp.cancel()
  }
  return undefined
}

/** Only if UDP stays silent, and only the host and port that were named. */
function askOverTcp(
  address: string,
  {platform: {clock, net}}: ConnectContext,
  signal: AbortSignal,
): {answer: Promise<TcpAnswer>; cancel: () => void} {
  const stop = new AbortController()
  let cancelTimer = (): void => undefined
  const answer = new Promise<TcpAnswer>(resolve => {
    cancelTimer = clock.after(TCP_AFTER_MS, () => {
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

function checkedBy({trust}: ReachOptions): TlsFacts['checkedBy'] {
  switch (trust.trust) {
    case 'roots':
    case 'pin':
      return trust.trust
    case 'anything':
      return 'nothing'
  }
}

function explainFailedHandshake(
  address: string,
  {end, handshake}: WithHandshake<Extract<H3Dialed, {kind: 'failed'}>>,
  tls: TlsFacts,
  {log, reach}: ConnectContext,
): void {
  const verdict = handshake.chainVerdict ?? ''
  if (end.by === 'us' && verdict !== '' && reach.trust.trust !== 'anything') {
    log.ok('version 1')
    log.begin('certificate')
    log.fail(certificateFailure(verdict, tls.chain[0]))
  } else if (end.code === NO_APPLICATION_PROTOCOL) {
    log.ok('version 1')
    log.begin('alpn')
    log.fail(noProtocol())
  } else {
    // Ended before a single datagram came back: the phase is still udp, and the engine's own timeout was the shorter.
    log.fail(handshakeFailed(address, end))
  }
}

function tellCertificate({chain, checkedBy: how, problem}: TlsFacts, log: PhaseLog): void {
  log.begin('certificate')
  const [leaf] = chain
  const who = leaf ? `${leaf.subject}, until ${leaf.validTo}` : 'none'
  const words = {
    roots: 'trusted',
    pin: 'the pin matches',
    nothing: problem ? `NOT CHECKED (${problem})` : 'NOT CHECKED',
  }
  log.ok(`${words[how]}: ${who}`)
}

async function awaitSettings(
  transport: H3Transport,
  {platform: {clock}, timeoutMs, log}: ConnectContext,
  signal: AbortSignal,
): Promise<readonly settings.Setting[] | undefined> {
  log.begin('settings')
  using limit = deadline(clock, timeoutMs, signal)
  try {
    await unlessAborted(transport.h3.settingsArrived, limit.signal)
  } catch (error) {
    if (!(error instanceof TimeoutError)) {
      await transport[Symbol.asyncDispose]()
      throw error
    }
    log.fail(noSettings())
    return undefined
  }
  const {peerSettings} = transport.h3
  if (!peerSettings || settings.violations(peerSettings).length > 0) {
    log.fail(endedInstead(await transport.ended))
    return peerSettings
  }
  if (settings.value(peerSettings, settings.ENABLE_CONNECT_PROTOCOL) === 1n) log.ok(describe(peerSettings))
  else log.fail(noExtendedConnect())
  return peerSettings
}

function describe(list: readonly settings.Setting[]): string {
  const datagrams = settings.value(list, settings.H3_DATAGRAM) === 1n
  return `extended CONNECT, ${datagrams ? 'datagrams' : 'no datagrams'}`
}
