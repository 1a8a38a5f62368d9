/**
 * In which order a proxy is tried: every version of HTTP at one address after the other. The first version goes ahead
 * alone, so that its answer is soon there and nothing spoils it; the others follow side by side.
 */
import type {HttpVersion} from '../http/transport.js'
import {format} from '../net/address.js'
import type {PhaseResult} from '../report/document.js'
import type {Cancel} from '../spec/clock.js'
import {travel, type RoadContext, type TravelledRoad} from './road.js'

/** The first version is waited for no longer than this when it has not even been reached. */
const HEAD_START_MS = 1000

/** In the order in which they were begun. @throws SetupError */
export async function travelRoads(
  addresses: readonly string[],
  context: RoadContext,
  names: readonly PhaseResult[],
  signal: AbortSignal,
): Promise<readonly TravelledRoad[]> {
  const run = new Roads(addresses, context, names, signal)
  await run.all(context.options.http.versions)
  return run.roads
}

class Roads {
  readonly #roads: (TravelledRoad | undefined)[] = []
  readonly #stop = new AbortController()
  readonly #signal: AbortSignal

  constructor(
    private readonly addresses: readonly string[],
    private readonly context: RoadContext,
    private readonly names: readonly PhaseResult[],
    signal: AbortSignal,
  ) {
    this.#signal = AbortSignal.any([signal, this.#stop.signal])
  }

  get roads(): TravelledRoad[] {
    return this.#roads.flatMap(road => road ?? [])
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
        const road = await travel(way, this.context, this.names, this.#signal)
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
