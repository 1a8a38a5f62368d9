/** An echo of a probe's own making, sent a few times: whether it was answered, or which errors came about it instead. */
import type {Rig} from '../spec/rig.js'
import type {IpRig} from '../spec/tunnel-rig.js'
import {echoPacket, isAnswered, type EchoPacketOptions} from './echo-packet.js'
import {errorsAbout, type IcmpErrorSeen} from './icmp-seen.js'

export interface AskedSeen {
  readonly source: string
  readonly destination: string
  readonly answered: boolean
  readonly errors: readonly IcmpErrorSeen[]
}

export interface AskOptions extends EchoPacketOptions {
  /** A few by default: where silence shall say something, it takes more. */
  readonly attempts?: number
}

/** Until something came about it, or the rig's patience is over. */
export async function askByPacket(
  rig: Rig,
  tunnel: IpRig,
  ends: {readonly source: string; readonly destination: string},
  signal: AbortSignal,
  {attempts = 4, ...options}: AskOptions = {},
): Promise<AskedSeen> {
  const echo = echoPacket(ends, rig.random, options)
  const errors = (): readonly IcmpErrorSeen[] => errorsAbout(tunnel.packets, echo.packet)
  const isOver = (): boolean => isAnswered(echo, tunnel.packets) || errors().length > 0 || tunnel.ending() !== null
  for (let attempt = 1; attempt <= attempts && !isOver(); attempt++) {
    await tunnel.send(echo.packet)
    await rig.until(isOver, attempt === attempts ? rig.patienceMs / 2 : rig.patienceMs / 6, signal)
  }
  return {...ends, answered: isAnswered(echo, tunnel.packets), errors: errors()}
}

/** `unreachable (13) from 192.0.2.1`, for the first of them. */
export function inWords([error]: readonly IcmpErrorSeen[]): string {
  return error ? `ICMP ${error.words} (${error.type}/${error.code}) from ${error.from}` : 'nothing'
}
