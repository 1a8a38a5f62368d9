/**
 * What a tunnel makes of some capsules: echoes before and behind them, in capsules and, where there are any, in frames.
 * Each trial has a tunnel of its own, and one without those capsules at the end shows that nothing else is in the way.
 */
import type {Rig} from '../spec/rig.js'
import type {EndingSeen, UdpRig} from '../spec/tunnel-rig.js'

export interface CapsuleTrial {
  readonly before: boolean
  readonly after: boolean
  readonly ending: EndingSeen | null
}

export interface CapsuleTrials {
  readonly trials: readonly CapsuleTrial[]
  /** Echoes on a tunnel without them, afterwards; false: not looked at, or none came. */
  readonly control: boolean
}

export const NO_TRIALS: CapsuleTrials = {trials: [], control: false}

/** What is lost once may be lost by chance. */
const TRIES = 3

export type Say = (tunnel: UdpRig) => Promise<unknown>

export async function tryCapsules(rig: Rig, say: Say, signal: AbortSignal): Promise<CapsuleTrials> {
  const trials: CapsuleTrial[] = []
  for (let count = 0; count < TRIES; count++) {
    const trial = await tryOnce(rig, say, signal)
    trials.push(trial)
    if (!trial.before || trial.after || trial.ending) break
  }
  const isGood = trials.at(-1)?.after ?? false
  if (isGood || !trials[0]?.before) return {trials, control: isGood}
  // The connection may be gone with the tunnel.
  await using fresh = await rig.connect(signal)
  await using tunnel = await fresh.openUdp(signal)
  return {trials, control: await echoesBothWays(tunnel, signal)}
}

async function tryOnce(rig: Rig, say: Say, signal: AbortSignal): Promise<CapsuleTrial> {
  await using tunnel = await rig.openUdp(signal)
  if (!(await echoesBothWays(tunnel, signal))) return {before: false, after: false, ending: tunnel.ending()}
  await say(tunnel)
  const after = await echoesBothWays(tunnel, signal)
  return {before: true, after, ending: tunnel.ending()}
}

/** Up in capsules, and in frames if those can be used. */
async function echoesBothWays(tunnel: UdpRig, signal: AbortSignal): Promise<boolean> {
  if (!(await tunnel.echo(signal, {carrier: 'capsule'}))) return false
  return tunnel.tunnel.maxPayloadBytes === undefined || (await tunnel.echo(signal, {carrier: 'frame'}))
}

export type TrialsMean =
  | {readonly kind: 'went-on'}
  | {readonly kind: 'ended'; readonly detail: string}
  /** Repeatedly, while a tunnel without those capsules worked. */
  | {readonly kind: 'silent'; readonly times: number}
  | {readonly kind: 'unknown'; readonly why: string}

export function meaningOfTrials({trials, control}: CapsuleTrials): TrialsMean {
  const last = trials.at(-1)
  if (!last?.before) return {kind: 'unknown', why: 'no echo in a capsule came back before either'}
  if (last.ending?.by === 'network') return {kind: 'unknown', why: `the tunnel was lost: ${last.ending.detail}`}
  if (last.ending?.by === 'peer') return {kind: 'ended', detail: last.ending.detail}
  if (last.after) return {kind: 'went-on'}
  if (!control) return {kind: 'unknown', why: 'a tunnel without them carried nothing afterwards, either'}
  if (trials.length < TRIES) return {kind: 'unknown', why: `silence was met ${trials.length} times only`}
  return {kind: 'silent', times: trials.length}
}
