/** The search for the largest payloads as a part of `probe udp`: when it makes sense, and what it stands on. */
import type {Carrier, DatagramMode, Transport} from '../http/transport.js'
import type {PayloadFacts} from '../report/payload-facts.js'
import type {ResponderKey} from '../responder/message.js'
import {deadline, type Clock} from '../spec/clock.js'
import {openUdp, type UdpRequest, type UdpTunnel} from '../tunnel/connect-udp.js'
import type {ExchangeResult} from './exchange.js'
import type {OuterConnection} from '../reach/connection.js'
import {round} from '../reach/phases.js'
import {measureRate, type Rate} from './rate.js'
import type {RoadContext} from './road.js'
import {LIMIT_MS, survey} from './size/survey.js'

/** What a responder says of itself that understands WANTED. */
const CAPABILITY = 'sizes'
/** For a tunnel more, where others were opened before. */
const OPEN_TIMEOUT_MS = 3000

export interface SizesContext {
  readonly context: RoadContext
  readonly udp: UdpTunnel
  readonly tapped: Transport
  readonly connection: OuterConnection
  readonly request: UdpRequest
}

/** undefined: not wanted, or there is nobody to ask, or nothing to be learnt. */
export async function examineRate(
  {up, down, stopped, series}: ExchangeResult,
  responder: {readonly key: ResponderKey} | undefined,
  {context, tapped, request}: Pick<SizesContext, 'context' | 'tapped' | 'request'>,
  signal: AbortSignal,
): Promise<Rate | undefined> {
  const {platform, options, turns} = context
  if (!options.burst || !responder || up !== 'yes' || down !== 'yes' || stopped) return undefined
  const slowestMs = Math.max(...series.replies.map(({rttMs}) => rttMs))
  const work = async (): Promise<Rate | undefined> => {
    await using way = await another(tapped, request, platform.clock, signal)
    return way && (await measureRate(way, responder.key, {clock: platform.clock, slowestMs}, signal))
  }
  return turns.alone(work, signal).catch((error: unknown) => {
    if (signal.aborted) return undefined
    throw error
  })
}

/** Likewise. */
export async function examineSizes(
  {up, down, stopped, series, capabilities}: ExchangeResult,
  responder: {readonly key: ResponderKey} | undefined,
  {context, udp, tapped, connection, request}: SizesContext,
  signal: AbortSignal,
): Promise<PayloadFacts | undefined> {
  const {options} = context
  if (!options.sizes || !responder || !capabilities.includes(CAPABILITY) || signal.aborted) return undefined
  if (up !== 'yes' || down !== 'yes' || stopped) return undefined
  const {key} = responder
  const search = (): Promise<PayloadFacts> =>
    searchSizes({series, key}, {context, udp, tapped, connection, request}, signal)
  return context.turns.alone(search, signal).catch((error: unknown) => {
    // Interrupted while others had their turn.
    if (signal.aborted) return undefined
    throw error
  })
}

function searchSizes(
  {series, key}: {readonly series: ExchangeResult['series']; readonly key: ResponderKey},
  {context, udp, tapped, connection, request}: SizesContext,
  signal: AbortSignal,
): Promise<PayloadFacts> {
  const {platform, options, beganMs, onEvent} = context
  onEvent({event: 'doing', tMs: round(platform.clock.now() - beganMs), what: 'sizes', limitMs: LIMIT_MS})
  const {packets} = connection
  return survey(
    {
      clock: platform.clock,
      key,
      carriers: carriersOf(options.datagrams, udp),
      before: {
        sent: series.sent,
        received: series.replies.length,
        slowestMs: Math.max(...series.replies.map(({rttMs}) => rttMs)),
      },
      http: connection.http,
      outer: () => packets?.path(),
      frameBytes: () => udp.maxPayloadBytes,
      framesSent: () => packets?.framesSent() ?? 0,
      open: (carrier, at) => another(tapped, {...request, datagrams: `${carrier}s`}, platform.clock, at),
    },
    signal,
  )
}

/** undefined: there is none to be had. */
async function another(
  tapped: Transport,
  request: UdpRequest,
  clock: Clock,
  signal: AbortSignal,
): Promise<UdpTunnel | undefined> {
  using limit = deadline(clock, OPEN_TIMEOUT_MS, signal)
  const opened = await openUdp(tapped, request, limit.signal).catch((error: unknown) => {
    // A deadline that came is a tunnel that is not there.
    if (limit.signal.aborted) return undefined
    throw error
  })
  return opened?.kind === 'tunnel' ? opened.udp : undefined
}

function carriersOf(mode: DatagramMode, udp: UdpTunnel): readonly Carrier[] {
  switch (mode) {
    case 'frames':
      return ['frame']
    case 'capsules':
      return ['capsule']
    case 'auto':
      return udp.maxPayloadBytes === undefined ? ['capsule'] : ['frame', 'capsule']
  }
}
