/** The search for the largest payloads as a part of `probe udp`: when it makes sense, and what it stands on. */
import type {H3Transport} from '../http/h3/client.js'
import type {Carrier, DatagramMode, Transport} from '../http/transport.js'
import {familyOf, parse} from '../net/address.js'
import type {PayloadFacts} from '../report/payload-facts.js'
import type {ResponderKey} from '../responder/message.js'
import {deadline} from '../spec/clock.js'
import {openUdp, type UdpRequest, type UdpTunnel} from '../tunnel/connect-udp.js'
import {WireError} from '../wire/error.js'
import * as parameters from '../wire/quic/transport-parameters.js'
import type {ExchangeResult} from './exchange.js'
import {round} from '../reach/phases.js'
import type {RoadContext} from './road.js'
import type {OuterPath} from './size/sum.js'
import {LIMIT_MS, survey} from './size/survey.js'

/** What a responder says of itself that understands WANTED. */
const CAPABILITY = 'sizes'
/** As the engine is built: native/engine/src/quic/config.rs. */
const MTU_BOUND_BYTES = 1452
/** For a tunnel more, where others were opened before. */
const OPEN_TIMEOUT_MS = 3000

export interface SizesContext {
  readonly context: RoadContext
  readonly udp: UdpTunnel
  readonly tapped: Transport
  readonly transport: H3Transport
  readonly request: UdpRequest
}

/** undefined: not wanted, or there is nobody to ask, or nothing to be learnt. */
export async function examineSizes(
  {up, down, stopped, series, capabilities}: ExchangeResult,
  responder: {readonly key: ResponderKey} | undefined,
  {context, udp, tapped, transport, request}: SizesContext,
  signal: AbortSignal,
): Promise<PayloadFacts | undefined> {
  const {platform, options, beganMs, onEvent} = context
  if (!options.sizes || !responder || !capabilities.includes(CAPABILITY) || signal.aborted) return undefined
  if (up !== 'yes' || down !== 'yes' || stopped) return undefined
  onEvent({event: 'doing', tMs: round(platform.clock.now() - beganMs), what: 'sizes', limitMs: LIMIT_MS})
  const {quic} = transport.h3
  return survey(
    {
      clock: platform.clock,
      key: responder.key,
      carriers: carriersOf(options.datagrams, udp),
      before: {
        sent: series.sent,
        received: series.replies.length,
        slowestMs: Math.max(...series.replies.map(({rttMs}) => rttMs)),
      },
      outer: () => outerPath(transport),
      frameBytes: () => udp.maxPayloadBytes,
      framesSent: () => quic.stats()?.datagramsSent ?? 0,
      open: async (carrier, at) => {
        using limit = deadline(platform.clock, OPEN_TIMEOUT_MS, at)
        const datagrams = `${carrier}s` as const
        const opened = await openUdp(tapped, {...request, datagrams}, limit.signal).catch((error: unknown) => {
          // A deadline that came is a tunnel that is not there.
          if (limit.signal.aborted) return undefined
          throw error
        })
        return opened?.kind === 'tunnel' ? opened.udp : undefined
      },
    },
    signal,
  )
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

function outerPath({h3: {quic}}: H3Transport): OuterPath {
  const handshake = quic.handshake()
  const peer = read(handshake?.peerParameters)
  const own = read(handshake?.localParameters)
  const integer = (id: bigint): number | undefined => {
    const value = parameters.integer(peer, id)
    return value === undefined ? undefined : Number(value)
  }
  return {
    family: familyOf(parse(quic.remoteAddress)?.ip ?? ''),
    mtuBytes: quic.stats()?.mtu ?? 0,
    mtuBoundBytes: MTU_BOUND_BYTES,
    maxDatagramBytes: quic.maxDatagramBytes,
    peerCidBytes: connectionIdBytes(peer),
    ownCidBytes: connectionIdBytes(own),
    peerFrameLimit: integer(parameters.MAX_DATAGRAM_FRAME_SIZE),
    peerUdpLimit: integer(parameters.MAX_UDP_PAYLOAD_SIZE),
  }
}

function connectionIdBytes(list: readonly parameters.TransportParameter[]): number {
  return list.find(({id}) => id === parameters.INITIAL_SOURCE_CONNECTION_ID)?.value.length ?? 0
}

function read(bytes: Uint8Array | undefined): readonly parameters.TransportParameter[] {
  try {
    return parameters.read(bytes ?? new Uint8Array(0))
  } catch (error) {
    if (error instanceof WireError) return []
    throw error
  }
}
