/**
 * Tunnels on which nothing is said for a while, beside a busy one that keeps the connection alive and shows that target
 * and path live. What became of each is told by an echo afterwards, and by where the target sees it come from.
 */
import type {Rig} from '../spec/rig.js'
import type {EndingSeen, UdpRig} from '../spec/tunnel-rig.js'

/** One echo of so many comes back even over a bad path, unless nobody answers. */
const ATTEMPTS = 20

export interface Left {
  /** An echo came back before the silence. */
  readonly before: boolean
  readonly silentMs: number
  /** Within the silence. */
  readonly ending: EndingSeen | null
  /** An echo came back after it; null: the stream was over. */
  readonly after: boolean | null
  /** Where the target saw it come from, before and after; null: not known. */
  readonly sources: readonly [string | null, string | null]
}

export interface LeftSilent {
  readonly tunnels: readonly Left[]
  /** The busy one still carried echoes at the end, all the time from the same address and port. */
  readonly busy: boolean
  /** A new tunnel carried one at the end. */
  readonly fresh: boolean
  /** The target sees the proxy's own address: nobody translates between the two. */
  readonly isProxysOwn: boolean
}

export const NOTHING_LEFT: LeftSilent = {tunnels: [], busy: false, fresh: false, isProxysOwn: false}

/** @param silencesMs for each tunnel its own, in ascending order @throws Obstacle if tunnels cannot be opened */
export async function leaveSilent(
  rig: Rig,
  silencesMs: readonly number[],
  busyEveryMs: number,
  signal: AbortSignal,
): Promise<LeftSilent> {
  const busy = await rig.openUdp(signal)
  const busySource = await sourceOf(busy, signal)
  const waiting: Waiting[] = []
  for (const silentMs of silencesMs) {
    const tunnel = await rig.openUdp(signal)
    const source = await sourceOf(tunnel, signal)
    waiting.push({tunnel, silentMs, source, sinceMs: rig.clock.now()})
  }
  const tunnels: Left[] = []
  let isOver = false
  const keepBusy = async (): Promise<void> => {
    while (!isOver && busy.ending() === null) {
      await busy.echo(signal)
      await rig.sleep(busyEveryMs, signal)
    }
  }
  const look = async (): Promise<void> => {
    for (const each of waiting) {
      await rig.until(() => busy.ending() !== null, each.sinceMs + each.silentMs - rig.clock.now(), signal)
      tunnels.push(await looked(each, signal))
    }
  }
  await Promise.all([keepBusy(), look().finally(() => (isOver = true))])
  const lastSource = await sourceOf(busy, signal)
  const fresh = busy.ending() === null && (await freshWorks(rig, signal))
  return {
    tunnels,
    busy: lastSource !== null && lastSource === busySource,
    fresh,
    isProxysOwn: busySource !== null && hostOf(busySource) === hostOf(rig.proxyAddress),
  }
}

interface Waiting {
  readonly tunnel: UdpRig
  readonly silentMs: number
  readonly source: string | null
  readonly sinceMs: number
}

async function looked({tunnel, silentMs, source}: Waiting, signal: AbortSignal): Promise<Left> {
  const ending = tunnel.ending()
  const before = source !== null
  if (ending) return {before, silentMs, ending, after: null, sources: [source, null]}
  const now = await sourceOf(tunnel, signal)
  return {before, silentMs, ending: null, after: now !== null, sources: [source, now]}
}

/** By an echo of now; empty: it came back, and the target does not say from where it was asked. */
async function sourceOf(tunnel: UdpRig, signal: AbortSignal): Promise<string | null> {
  if (!(await tunnel.echo(signal, {attempts: ATTEMPTS}))) return null
  return (await tunnel.egress(signal)) ?? ''
}

async function freshWorks(rig: Rig, signal: AbortSignal): Promise<boolean> {
  const answer = await rig.ask({}, signal)
  if (answer.kind !== 'success') return false
  return (await sourceOf(await rig.openUdp(signal), signal)) !== null
}

export function hostOf(address: string): string {
  return address.replace(/:\d+$/, '')
}

export type Fate = 'kept' | 'closed' | 'silent' | 'moved' | 'unknown'

/** `silent`: the stream stays open, and nothing comes back any more. `moved`: it comes from another address or port. */
export function fateOf({before, ending, after, sources: [first, last]}: Left): Fate {
  if (!before) return 'unknown'
  if (ending) return ending.by === 'peer' ? 'closed' : 'unknown'
  if (after !== true) return 'silent'
  return first === last ? 'kept' : 'moved'
}
