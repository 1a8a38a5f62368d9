/** Whether an IP tunnel that has stood for long still carries, beside a new one that is like it. */
import {Obstacle, type Rig, type RigConnection} from '../spec/rig.js'
import type {EndingSeen, IpRig} from '../spec/tunnel-rig.js'
import {inconclusive, type Verdict} from '../spec/verdict.js'
import {echoes} from './ip-addresses.js'

/** JSON as it is. */
export interface Life {
  /** It carried when it was new. */
  readonly before: boolean
  readonly ending: EndingSeen | null
  /** How long it stood, until it ended or was tried again. */
  readonly stoodMs: number
  /** It carried when that time was over. */
  readonly after: boolean
  /** A new tunnel on the same connection carried then; null: none was needed. */
  readonly fresh: boolean | null
}

export const NO_LIFE: Life = {before: false, ending: null, stoodMs: 0, after: false, fresh: null}

/** How often an echo is tried before it is called silent. */
const ATTEMPTS = 10

/** New flows: the first UDP packet ever of this tunnel, where somebody says whether it came, and echoes. */
export async function carries(rig: Rig, tunnel: IpRig, signal: AbortSignal): Promise<boolean> {
  if (await echoes(tunnel, signal, {attempts: ATTEMPTS})) return true
  const payload = rig.random.bytes(64)
  const packet = await tunnel.udpPacket(payload, signal)
  if (!packet) return false
  await tunnel.send(packet)
  return (await tunnel.arrived(payload, signal)) === true
}

/** @param standing what is done with it meanwhile @throws Obstacle */
export async function live(
  rig: Rig,
  standing: (tunnel: IpRig, connection: RigConnection) => Promise<void>,
  signal: AbortSignal,
): Promise<Life> {
  const connection = await rig.connect(signal)
  const tunnel = await connection.openIp(signal)
  const before = await tunnel.echo(signal)
  const began = rig.clock.now()
  if (!before) return {...NO_LIFE, ending: tunnel.ending()}
  await standing(tunnel, connection)
  const stoodMs = Math.round(rig.clock.now() - began)
  const after = tunnel.ending() === null && (await carries(rig, tunnel, signal))
  const isInQuestion = !after && tunnel.ending() === null
  const fresh = isInQuestion ? await freshCarries(rig, connection, signal) : null
  return {before, ending: tunnel.ending(), stoodMs, after, fresh}
}

/** What leaves undecided whether a tunnel that stands and carries nothing is to be blamed on the proxy. */
export function whyUnclear({before, ending, after, fresh}: Life): Verdict | undefined {
  if (!before) return inconclusive('the tunnel carried no echo even when it was new')
  if (ending && ending.by !== 'peer') return inconclusive(`the connection was lost meanwhile: ${ending.detail}`)
  if (!ending && !after && fresh !== true) return inconclusive('the tunnel fell silent, and so was a new one beside it')
  return undefined
}

async function freshCarries(rig: Rig, connection: RigConnection, signal: AbortSignal): Promise<boolean> {
  try {
    await using tunnel = await connection.openIp(signal)
    return await carries(rig, tunnel, signal)
  } catch (error) {
    if (error instanceof Obstacle) return false
    throw error
  }
}
