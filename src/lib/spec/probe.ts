/**
 * A probe has two halves: `observe` talks to the network and returns facts, `judge` is a pure function from facts to a
 * verdict. Facts are JSON, so that a saved run can be judged again. What a probe may do is in rig.ts; the rules by which
 * a verdict may be trusted are in docs/verdicts.md.
 */
import type {HttpVersion} from '../http/transport.js'
import type {IpPolicy} from './ip-policy.js'
import type {Policy} from './policy.js'
import type {Requirement} from './requirement.js'
import type {Rig} from './rig.js'
import type {Verdict} from './verdict.js'

/** Some answers of a policy, instead of the honest ones. */
export type PolicyChanges = {readonly [Part in Exclude<keyof Policy, 'ip'>]?: Partial<Policy[Part]>} & {
  readonly ip?: {readonly [Part in keyof IpPolicy]?: Partial<IpPolicy[Part]>}
}

/**
 * One way to be wrong: the reference proxy's policy with an answer changed. A function is given the honest answers, to
 * spoil them. `over`: versions of HTTP over which it shows, by default all of the requirement's.
 */
export type FaultyPolicy = PolicyChanges & {readonly over?: readonly HttpVersion[]}
export type Fault = FaultyPolicy | ((honest: Policy) => FaultyPolicy)

/** `Seen` is what JSON keeps as it is: integers beyond 2^53 and octets are told as strings. */
export interface Probe<Seen = unknown> {
  readonly requirement: Requirement
  /**
   * It breaks rules, or asks for what a proxy may die of: its tunnels are on connections of their own, and quiet
   * tunnels beside them are watched.
   */
  readonly provokes?: boolean
  /** How long it waits for something that may never come, at most; for timers of minutes. */
  readonly waitsMs?: number
  /** Rejects only with the signal's reason. */
  observe(rig: Rig, signal: AbortSignal): Promise<Seen>
  judge(seen: Seen, about: About): Verdict
  /** What is seen when nobody ever answers. */
  readonly silence: Seen
  readonly faults: Readonly<Record<string, Fault>>
}

/** What a judge may know besides the facts. */
export interface About {
  readonly http: HttpVersion
}

export function defineProbe<Seen>(probe: Probe<Seen>): Probe<Seen> {
  return probe
}
