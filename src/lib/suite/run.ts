/**
 * The suite: every requirement that was selected, over every version of HTTP that is there, each with its controls. It
 * knows of no requirement in particular.
 */
import {setMaxListeners} from 'node:events'
import type {HttpVersion} from '../http/transport.js'
import type {Preflight} from '../report/check-facts.js'
import type {Result} from '../report/document.js'
import type {Probe} from '../spec/probe.js'
import {Gate, Pace} from './gate.js'
import type {RigContext} from './rig/context.js'
import {lostWords, type Looking} from './lost.js'
import {schedule, type Task, type Wave} from './schedule.js'
import {VersionRun, type Looked, type VersionOptions} from './version-run.js'

export interface SuiteOptions extends VersionOptions {
  /** One for each version that was asked for. */
  readonly versions: readonly Omit<RigContext, 'timeline'>[]
  /** In the order in which results are told. */
  readonly probes: readonly Probe[]
  /** Versions that were named: of those nothing is left out, whatever is found. */
  readonly named: boolean
  /** At a time, on all versions together. */
  readonly concurrency: number
  /** Between the beginnings of two. */
  readonly spacingMs: number
  /** Found in an earlier run. */
  readonly known: ReadonlyMap<string, Looked>
}

export interface SuiteEvents {
  onPreflight(preflight: Preflight): void
  /** One begins; `total` is known when all versions have been asked. */
  onBegin(task: {
    readonly id: string
    readonly http: HttpVersion
    readonly done: number
    readonly total: number
    readonly waitsMs: number
  }): void
  onLooked(looked: Looked): void
}

export interface SuiteResult {
  readonly preflight: readonly Preflight[]
  /** In the order of the catalogue, then of the versions. */
  readonly results: readonly Result[]
  readonly resumed: number
  /** Observations that there was no time for. */
  readonly unreached: number
  /** In words: versions over which the proxy fell silent for good. */
  readonly lost: readonly string[]
}

/** Stopped by the signal, it tells what was found so far. */
export async function runSuite(options: SuiteOptions, events: SuiteEvents, signal: AbortSignal): Promise<SuiteResult> {
  const run = new Run(options, events)
  try {
    await run.all(signal)
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    await run.close()
  }
  return run.result
}

export function keyOf(id: string, http: HttpVersion | undefined): string {
  return `${id} ${http ?? ''}`
}

class Run {
  readonly #versions = new Map<HttpVersion, VersionRun>()
  readonly #found = new Map<string, Looked>()
  readonly #looked: Looking[] = []
  #beganMs = 0
  #total = 0
  #done = 0
  #resumed = 0

  constructor(
    private readonly options: SuiteOptions,
    private readonly events: SuiteEvents,
  ) {}

  async all(signal: AbortSignal): Promise<void> {
    const {concurrency, spacingMs} = this.options
    const {clock} = this.#clockOwner
    this.#beganMs = clock.now()
    await this.#begin(signal)
    const tasks = this.#tasks()
    this.#total = tasks.length
    const isThere = ({http}: Task): boolean => this.#versions.get(http)?.isOffered === true
    const {beside, waves} = schedule(tasks.filter(isThere), concurrency)
    const stop = new AbortController()
    const stopped = AbortSignal.any([signal, stop.signal])
    // As many wait for it as there are requirements under way.
    setMaxListeners(0, stopped)
    const pace = new Pace(clock, spacingMs)
    const all = ({tasks, limit}: Wave): Promise<unknown> => {
      const gate = new Gate(clock, limit, pace)
      return Promise.all(tasks.map(task => gate.pass(() => this.#look(task, stopped), stopped)))
    }
    const waiting = all({tasks: beside, limit: Infinity})
    waiting.catch(() => undefined)
    try {
      // Nothing is sent for these, so that there is nothing to hold back.
      for (const task of tasks.filter(one => !isThere(one))) await this.#look(task, stopped)
      for (const wave of waves) await all(wave)
      await waiting
    } catch (error) {
      stop.abort(error)
      throw error
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#versions.values()].map(version => version[Symbol.asyncDispose]()))
  }

  get result(): SuiteResult {
    const {probes, versions} = this.options
    const looked = probes.flatMap(({requirement: {id}}) =>
      versions.flatMap(({http}) => this.#found.get(keyOf(id, http)) ?? []),
    )
    return {
      preflight: versions.flatMap(({http}) => this.#versions.get(http)?.preflight ?? []),
      results: looked.map(({result}) => result),
      resumed: this.#resumed,
      unreached: this.#total - this.#done,
      lost: [...this.#versions].flatMap(([http, {lost}]) =>
        lost ? [lostWords(http, lost, {looked: this.#looked, beganMs: this.#beganMs})] : [],
      ),
    }
  }

  async #begin(signal: AbortSignal): Promise<void> {
    await Promise.all(
      this.options.versions.map(async context => {
        this.#versions.set(context.http, await VersionRun.begin(context, this.options, signal))
      }),
    )
    for (const {http} of this.options.versions) {
      const version = this.#versions.get(http)
      if (this.#isThere) version?.besideAnother()
      if (version) this.events.onPreflight(version.preflight)
    }
  }

  /** A version nobody asked for by name, and that is not offered, has nothing to be looked at. */
  #tasks(): Task[] {
    const {probes, versions, named, known} = this.options
    return versions.flatMap(({http}) => {
      const version = this.#versions.get(http)
      if (!version || (!named && version.preflight.state === 'not-offered' && this.#offersAny)) return []
      return probes
        .filter(({requirement}) => requirement.over.includes(http))
        .flatMap(probe => {
          const before = known.get(keyOf(probe.requirement.id, http))
          if (!before) return [{probe, http}]
          this.#resumed++
          this.#keep(before)
          return []
        })
    })
  }

  /** Over some version it answered, whatever it said. */
  get #isThere(): boolean {
    return [...this.#versions.values()].some(({preflight}) => preflight.state !== 'unreachable')
  }

  get #offersAny(): boolean {
    return [...this.#versions.values()].some(({isOffered}) => isOffered)
  }

  async #look({probe, http}: Task, signal: AbortSignal): Promise<void> {
    const {id} = probe.requirement
    const {waitsMs = 0} = probe
    this.events.onBegin({id, http, done: this.#done, total: this.#total, waitsMs})
    const {clock} = this.#clockOwner
    const beganMs = clock.now()
    const looked = await this.#versions.get(http)?.look(probe, signal)
    this.#done++
    if (!looked) return
    if (looked.result.attempts !== undefined) this.#looked.push({probe, http, beganMs, endedMs: clock.now()})
    this.#keep(looked)
  }

  #keep(looked: Looked): void {
    this.#found.set(keyOf(looked.result.id, looked.result.http), looked)
    this.events.onLooked(looked)
  }

  get #clockOwner(): RigContext['platform'] {
    const [first] = this.options.versions
    if (!first) throw new RangeError('no version of HTTP to look at')
    return first.platform
  }
}
