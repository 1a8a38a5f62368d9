/**
 * Capsules that must end the stream they come on, each on a tunnel of its own between two canaries: only a tunnel that
 * still forwards has ignored one, and silence is neither. A good capsule of the same type is the control.
 */
import type {Rig} from '../spec/rig.js'
import type {EndingSeen} from '../spec/tunnel-rig.js'
import {fail, inconclusive, pass, type Verdict} from '../spec/verdict.js'

export interface Capsule {
  /** What is wrong with it. */
  readonly name: string
  readonly type: bigint
  readonly value: Uint8Array
}

/** JSON as it is. */
export interface Trial {
  readonly name: string
  /** A canary came back before the capsule was sent; otherwise it was not sent. */
  readonly before: boolean
  readonly ending: EndingSeen | null
  /** One came back afterwards. */
  readonly after: boolean
}

export interface Trials {
  readonly control: Trial
  readonly trials: readonly Trial[]
}

export const SILENT: Trials = {control: {name: '', before: false, ending: null, after: false}, trials: []}

/** On a connection of its own, since that may end with it. @throws Obstacle */
export async function tryCapsule(rig: Rig, {name, type, value}: Capsule, signal: AbortSignal): Promise<Trial> {
  await using connection = await rig.connect(signal)
  await using tunnel = await connection.openIp(signal)
  if (!(await tunnel.echo(signal))) return {name, before: false, ending: tunnel.ending(), after: false}
  rig.note(`a capsule of type ${type}: ${name}`)
  await tunnel.capsule(type, value)
  const after = (await tunnel.ended(signal)) === null && (await tunnel.echo(signal))
  return {name, before: true, ending: tunnel.ending(), after}
}

/** @throws Obstacle */
export async function tryCapsules(
  rig: Rig,
  control: Capsule,
  capsules: readonly Capsule[],
  signal: AbortSignal,
): Promise<Trials> {
  const tried = await tryCapsule(rig, control, signal)
  const trials: Trial[] = []
  for (const capsule of capsules) trials.push(await tryCapsule(rig, capsule, signal))
  return {control: tried, trials}
}

/** The peer ended it: by reset, FIN, or with the connection, all of which the rules allow. */
export function isEnded({ending}: Pick<Trial, 'ending'>): boolean {
  return ending?.by === 'peer'
}

/** It lives, and still forwards. */
export function isIgnored({ending, after}: Trial): boolean {
  return ending === null && after
}

export function whyUndecided({control, trials}: Trials): string | undefined {
  if (!control.before) return 'no canary crossed the tunnel even before anything else was sent'
  if (control.ending) return `a good capsule ended its stream as well: ${control.ending.detail}`
  const blind = trials.find(({before}) => !before)
  return blind && `no canary crossed the tunnel before the capsule was sent (${blind.name})`
}

/** @param what the capsules that were sent: `a malformed ADDRESS_REQUEST` */
export function judgeFatal(seen: Trials, what: string): Verdict {
  const ignored = seen.trials.filter(isIgnored)
  const why = whyUndecided(seen)
  if (why !== undefined) return inconclusive(why)
  if (ignored.length > 0) {
    const names = ignored.map(({name}) => name).join(', ')
    return fail('the stream ends', `the tunnel still forwarded after ${what} (${names})`)
  }
  const open = seen.trials.filter(trial => !isEnded(trial))
  if (open.length > 0 || seen.trials.length === 0) {
    const names = open.map(({name}) => name).join(', ')
    return inconclusive(`neither an end of the stream nor a canary was seen after ${what} (${names})`)
  }
  return pass(`each of ${seen.trials.length} streams ended after ${what}`)
}
