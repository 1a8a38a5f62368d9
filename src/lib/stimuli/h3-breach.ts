/**
 * A breach that must end an HTTP/3 connection: said once, known to have arrived, and what became of the connection. Only
 * one that goes on serving requests after the breach was acknowledged has let it pass.
 */
import type {RawHttp3} from '../spec/raw-rig.js'
import type {Rig} from '../spec/rig.js'
import type {EndingSeen} from '../spec/tunnel-rig.js'
import {concern, fail, inconclusive, pass, type Verdict} from '../spec/verdict.js'
import {equal} from '../wire/bytes.js'
import * as h3Settings from '../wire/h3-settings.js'
import type {Frame} from '../wire/quic/frames.js'
import {isAcknowledged} from '../wire/quic/packet-log.js'
import {servedWith} from './h3-requests.js'

export interface Aftermath {
  readonly acknowledged: boolean
  readonly ending: EndingSeen | null
  /** Status of a request after all that; null: none was answered. */
  readonly after: number | null
}

export const NO_AFTERMATH: Aftermath = {acknowledged: false, ending: null, after: null}

const ATTEMPTS = 6

export interface Breach {
  /** May be said again if it is lost; what retransmits itself need not be. */
  readonly say?: () => Promise<unknown>
  /** Of our frames those that carry it. */
  readonly isIt: (frame: Frame) => boolean
}

/** @param raw logs its frames */
export async function aftermathOf(
  rig: Rig,
  raw: RawHttp3,
  {say, isIt}: Breach,
  signal: AbortSignal,
): Promise<Aftermath> {
  const isOver = (): boolean => raw.ending() !== null || isAcknowledged(raw.packets, isIt)
  for (let attempt = 1; attempt <= ATTEMPTS && !isOver(); attempt++) {
    await say?.()
    await rig.until(isOver, rig.patienceMs / 2, signal)
  }
  const acknowledged = isAcknowledged(raw.packets, isIt)
  // An acknowledgement is the transport's: HTTP/3 may hear of it later.
  const ending = await raw.ended(rig.patienceMs, signal)
  if (ending) return {acknowledged, ending, after: null}
  const after = acknowledged ? await servedWith(rig, raw, signal) : null
  return {acknowledged, ending: raw.ending(), after}
}

export function datagramBreach(raw: RawHttp3, payload: Uint8Array): Breach {
  return {
    say: () => raw.datagram(payload),
    isIt: frame => frame.kind === 'datagram' && equal(frame.data, payload),
  }
}

/** SETTINGS of ours: the first client-initiated unidirectional stream is our control stream. */
export const SETTINGS_BREACH: Breach = {isIt: frame => frame.kind === 'stream' && frame.streamId === 2n}

/** Both sides take HTTP Datagrams in frames; null: the proxy has not said. */
export async function datagramsAgreed(raw: RawHttp3, signal: AbortSignal): Promise<boolean | null> {
  if (!(await raw.settled(signal))) return null
  return h3Settings.value(raw.peerSettings ?? [], h3Settings.H3_DATAGRAM) === 1n && raw.maxDatagramBytes !== undefined
}

export function closedByPeer(ending: EndingSeen | null): EndingSeen | undefined {
  return ending?.by === 'peer' && ending.how === 'connection-closed' ? ending : undefined
}

/** `code`: its name, as H3_ID_ERROR. `what` was done, in words. */
export function judgeBreach({acknowledged, ending, after}: Aftermath, code: string, what: string): Verdict {
  const closed = closedByPeer(ending)
  if (closed) {
    const {codeName} = closed
    if (codeName?.startsWith(`${code} `)) return pass(`upon ${what} the proxy closed the connection with ${code}`)
    return concern(`upon ${what} the connection was closed with ${codeName ?? 'no code'} and not with ${code}`)
  }
  if (!acknowledged) return inconclusive(`it is not known whether ${what} arrived: no packet with it was acknowledged`)
  if (ending) return inconclusive(`after ${what} the connection was lost: ${ending.detail}`)
  if (after === null) return inconclusive(`after ${what} neither a close nor the answer to a request came`)
  return fail(
    `the connection is closed with ${code}`,
    `${what} was acknowledged, and then a request was answered with ${after}`,
  )
}
