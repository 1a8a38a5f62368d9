/** `--http auto`: versions of HTTP race, and the one that is there first is travelled; why the others were left is told. */
import {race, type Runner} from '../reach/race.js'
import {whyLeft} from '../reach/why-left.js'
import {Recorder} from '../evidence/recorder.js'
import type {HttpVersion} from '../http/transport.js'
import type {RunContext} from './roads.js'

export interface Chosen {
  /** What to try, the best first: those that failed on the way are not among them. */
  readonly versions: readonly HttpVersion[]
  /** Why each other version was left, in sentences. */
  readonly left: readonly string[]
}

/** Nothing but connections, which are closed again. @throws SetupError */
export async function choose(
  addresses: readonly string[],
  {platform, template, options, beganMs}: RunContext,
  signal: AbortSignal,
): Promise<Chosen> {
  const {reach, http, timeoutMs} = options
  const untold = {onBegin: () => undefined, onPhase: () => undefined}
  const evidence = new Recorder()
  const how = {platform, reach, http: http.versions, timeoutMs, evidence, beganMs, events: () => untold}
  const {winner, runners} = await race(template, addresses, how, signal)
  await winner?.connection[Symbol.asyncDispose]()
  if (!winner) return {versions: http.versions, left: []}
  const others = runners.filter(runner => runner.http !== winner.http)
  return {
    versions: [winner.http, ...others.flatMap(runner => (runner.abandonedIn === undefined ? [] : [runner.http]))],
    left: others.map(runner => leftFor(winner.http, runner)),
  }
}

function leftFor(winner: HttpVersion, {http, phases, abandonedIn}: Runner): string {
  const before = `HTTP/${winner} was there first`
  if (abandonedIn === 'waiting') return `HTTP/${http} was not tried: ${before}`
  if (abandonedIn !== undefined) return `HTTP/${http} was left in the phase ${abandonedIn}: ${before}`
  return whyLeft(http, phases) ?? `HTTP/${http} was left: ${before}`
}
