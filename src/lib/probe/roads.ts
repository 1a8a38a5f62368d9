/**
 * In which order a proxy is tried: its addresses are found, then every version of HTTP goes from one to the next. The
 * first version goes ahead alone, so that its answer is soon there and nothing spoils it; the others follow side by side.
 */
import type {HttpVersion} from '../http/transport.js'
import {format} from '../net/address.js'
import {findProxy} from '../reach/names.js'
import type {Platform, ReachOptions} from '../reach/options.js'
import {PhaseLog, round} from '../reach/phases.js'
import type {PhaseResult, Road} from '../report/document.js'
import type {OnEvent} from '../report/run-event.js'
import type {Cancel} from '../spec/clock.js'
import type {ProxyPlace} from '../tunnel/uri-template.js'
import {choose} from './automatic.js'
import type {HttpWish} from './options.js'

/** What every probe that travels roads is told, and when it began. */
export interface RunContext {
  readonly platform: Platform
  readonly template: ProxyPlace
  readonly options: {readonly reach: ReachOptions; readonly http: HttpWish; readonly timeoutMs: number}
  readonly beganMs: number
  readonly onEvent: OnEvent
}

/** How the run goes there: the number of the attempt, from 1, is that of its connection. */
export interface Way {
  readonly http: HttpVersion
  readonly address: string
  readonly number: number
  /** The proxy was reached over this version, or was not: nothing is waited for any more. */
  readonly onReached?: () => void
}

/** What there is at the end of a road. */
export interface Travelled {
  readonly road: Road
}

export interface Traveller<T extends Travelled> {
  /** @param names the phase that all roads have in common. @throws SetupError */
  travel(way: Way, names: readonly PhaseResult[], signal: AbortSignal): Promise<T>
  /** There is no address, and the log says why. */
  nowhere(http: HttpVersion, log: PhaseLog): T
}

export interface Journey<T extends Travelled> {
  readonly addresses: readonly string[]
  readonly roads: readonly T[]
  /** Why versions of HTTP were left: only where one of them was to be chosen. */
  readonly left?: readonly string[]
}

/** The first version is waited for no longer than this when it has not even been reached. */
const HEAD_START_MS = 1000

/** Of the roads in the order in which they were begun. @throws SetupError */
export async function travelAll<T extends Travelled>(
  context: RunContext,
  traveller: Traveller<T>,
  signal: AbortSignal,
): Promise<Journey<T>> {
  const {platform, template, options, onEvent} = context
  onEvent({event: 'proxy', tMs: 0, template: template.text})
  const log = phaseLog(context)
  let addresses: readonly string[] = []
  try {
    addresses = (await findProxy(template, options.reach, {...platform, ...options}, log, signal)) ?? []
  } catch (error) {
    if (!signal.aborted) throw error
  }
  const {versions, auto = false} = options.http
  if (addresses.length === 0) return {addresses, roads: versions.map(http => traveller.nowhere(http, log))}
  const run = new Roads(addresses, context, (way, stop) => traveller.travel(way, log.phases, stop), signal)
  if (!auto) {
    await run.all(versions)
    return {addresses, roads: run.roads}
  }
  const chosen = await choose(addresses, context, signal).catch((error: unknown) => {
    if (signal.aborted) return {versions, left: []}
    throw error
  })
  for (const text of chosen.left) onEvent({event: 'note', tMs: round(platform.clock.now() - context.beganMs), text})
  await run.first(chosen.versions)
  return {addresses, roads: run.roads, left: chosen.left}
}

/** The phases of a road, and of what comes before it. */
export function phaseLog(
  {platform: {clock}, options, beganMs, onEvent}: RunContext,
  earlier: readonly PhaseResult[] = [],
): PhaseLog {
  const tMs = (): number => round(clock.now() - beganMs)
  const events = {
    onBegin: (phase: PhaseResult['phase']) => {
      onEvent({event: 'doing', tMs: tMs(), what: phase, limitMs: options.timeoutMs})
    },
    onPhase: (phase: PhaseResult) => {
      onEvent({event: 'phase', tMs: tMs(), ...phase})
    },
  }
  return new PhaseLog(clock, beganMs, events, earlier)
}

class Roads<T extends Travelled> {
  readonly #roads: (T | undefined)[] = []
  readonly #stop = new AbortController()
  readonly #signal: AbortSignal

  constructor(
    private readonly addresses: readonly string[],
    private readonly context: RunContext,
    private readonly travel: (way: Way, signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ) {
    this.#signal = AbortSignal.any([signal, this.#stop.signal])
  }

  get roads(): T[] {
    return this.#roads.flatMap(road => road ?? [])
  }

  /** One after the other, until one is there that offers tunnels. */
  async first(versions: readonly HttpVersion[]): Promise<void> {
    for (const http of versions) {
      await this.#version(http)
      if (this.#signal.aborted || this.roads.at(-1)?.road.offered !== 'no') return
    }
  }

  async all([first, ...others]: readonly HttpVersion[]): Promise<void> {
    if (first === undefined) return
    const reached = {yes: false}
    const ahead = this.#version(first, () => {
      reached.yes = true
    })
    await this.#headStart(ahead, reached)
    const ended = await Promise.allSettled([ahead, ...others.map(http => this.#version(http))])
    const failed = ended.find(result => result.status === 'rejected')
    if (failed) throw failed.reason as Error
  }

  /** Until it is over, or has not been reached in time. */
  async #headStart(ahead: Promise<void>, reached: {readonly yes: boolean}): Promise<void> {
    let cancel: Cancel = () => undefined
    const late = new Promise<void>(resolve => {
      cancel = this.context.platform.clock.after(HEAD_START_MS, () => {
        if (!reached.yes) resolve()
      })
    })
    await Promise.race([ahead.catch(() => undefined), late])
    cancel()
  }

  async #version(http: HttpVersion, onReached?: () => void): Promise<void> {
    const {template, options} = this.context
    const {connectTo, allAddresses} = options.reach
    try {
      for (const ip of this.addresses) {
        const address = format(ip, connectTo?.port ?? template.port)
        const number = this.#roads.push(undefined)
        const way = {address, http, number, ...(onReached && {onReached})}
        const road = await this.travel(way, this.#signal)
        this.#roads[number - 1] = road
        // Another address can help only where the way to this one was the trouble.
        if (this.#signal.aborted || (!allAddresses && road.road.viability !== 'unreachable')) break
      }
    } catch (error) {
      this.#stop.abort(error)
      throw error
    }
  }
}
