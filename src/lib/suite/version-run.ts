/** All that is looked at over one version of HTTP: preflight once, then each requirement with its controls. */
import type {HttpVersion} from '../http/transport.js'
import type {Preflight} from '../report/check-facts.js'
import type {Result} from '../report/document.js'
import type {Probe} from '../spec/probe.js'
import {concern, inconclusive, notApplicable, type Verdict} from '../spec/verdict.js'
import {Canary, type Health} from './canary.js'
import {accuses, confirm, type Confirmed} from './confirm.js'
import type {Lost} from './lost.js'
import {observeOnce, type Observation} from './observe.js'
import {preflight, type Flight} from './preflight.js'
import {resultOf} from './result.js'
import type {RigContext} from './rig/context.js'
import type {Shared} from './rig/rig.js'
import {Timeline} from './rig/timeline.js'
import {unaided} from './unaided.js'

export interface VersionOptions {
  readonly confirm: number
  /** The command line that looks at one requirement over one version. */
  readonly reproduce: (id: string, http: HttpVersion) => string
}

/** What is kept of a requirement that was looked at, so that it can be judged again. */
export interface Looked {
  readonly result: Result
  /** undefined: the verdict was not made of facts, but of an obstacle, or of a control. */
  readonly seen: unknown
}

export class VersionRun implements AsyncDisposable {
  readonly #canary: Canary

  #preflight: Preflight

  private constructor(
    private readonly context: Omit<RigContext, 'timeline'>,
    private readonly flight: Pick<Flight, 'preflight' | 'nobodyListens'>,
    canary: Canary,
    private readonly options: VersionOptions,
  ) {
    this.#canary = canary
    this.#preflight = flight.preflight
  }

  get preflight(): Preflight {
    return this.#preflight
  }

  /** The proxy is there over another version: then who refuses this one does not offer it. */
  besideAnother(): void {
    if (this.flight.nobodyListens) this.#preflight = {...this.#preflight, state: 'not-offered'}
  }

  /** It fell silent for good. */
  get lost(): Lost | undefined {
    return this.#canary.lost
  }

  /** Rejects only with the signal's reason. */
  static async begin(
    context: Omit<RigContext, 'timeline'>,
    options: VersionOptions,
    signal: AbortSignal,
  ): Promise<VersionRun> {
    const timeline = new Timeline(context.platform.clock)
    const first = new Canary({...context, timeline}, undefined)
    const flight = await preflight({...context, timeline}, at => first.connection(at), signal)
    await first[Symbol.asyncDispose]()
    const {patienceMs, place} = flight
    const known = {...context, patienceMs, place}
    const {udp, ip} = flight.preflight
    const kind = udp === 'carries' ? 'udp' : ip === 'carries' ? 'ip' : undefined
    return new VersionRun(known, flight, new Canary({...known, timeline}, kind), options)
  }

  get isOffered(): boolean {
    return this.preflight.state === 'offered'
  }

  /** Rejects only with the signal's reason. */
  async look(probe: Probe, signal: AbortSignal): Promise<Looked> {
    if (!this.isOffered) return this.#told(probe, this.#absent())
    const before = await this.#canary.check(signal)
    if (before.state !== 'alive') return this.#told(probe, inconclusive(`not looked at: ${before.why}`))
    const shared: Shared = at => this.#canary.connection(at)
    const isHopeless = (verdict: Verdict): boolean => this.#unaided(probe, verdict) !== undefined
    const confirmed = await confirm(() => this.#observe(probe, shared, signal), this.options.confirm, isHopeless)
    return this.#told(probe, confirmed.verdict, confirmed)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#canary[Symbol.asyncDispose]()
  }

  /** With its control afterwards, where one is called for. */
  async #observe(probe: Probe, shared: Shared, signal: AbortSignal): Promise<Observation> {
    const observation = await observeOnce(probe, this.context, signal, shared)
    if (observation.bug !== undefined || !(probe.provokes === true || accuses(observation.verdict))) return observation
    const after = await this.#canary.check(signal, {fresh: true})
    const verdict = weighed(probe, observation.verdict, after)
    return verdict === observation.verdict ? observation : {...observation, verdict, isOutweighed: true}
  }

  #absent(): Verdict {
    const {state, detail} = this.preflight
    switch (state) {
      case 'not-offered':
        return notApplicable(`HTTP/${this.context.http} is not offered: ${detail}`)
      case 'not-authorised':
        return inconclusive(`we may not use this proxy over HTTP/${this.context.http}: ${detail}`)
      case 'unreachable':
      case 'offered':
        return inconclusive(`not reachable over HTTP/${this.context.http}: ${detail}`)
    }
  }

  #unaided({requirement}: Probe, verdict: Verdict): ReturnType<typeof unaided> {
    return unaided(requirement.id, verdict, this.preflight, this.context.place)
  }

  #told(probe: Probe, verdict: Verdict, confirmed?: Confirmed): Looked {
    const {requirement} = probe
    const {http} = this.context
    const reproduce = this.options.reproduce(requirement.id, http)
    const alone = confirmed?.isFlaky ? undefined : this.#unaided(probe, verdict)
    const told = {
      requirement,
      http,
      verdict,
      confirmed,
      reproduce,
      ...(alone && {verdict: alone.verdict, notes: [alone.note]}),
    }
    const isOfFacts = !alone && confirmed?.observation.isOutweighed !== true
    return {result: resultOf(told), seen: isOfFacts ? confirmed?.observation.seen : undefined}
  }
}

/** Whoever fell silent in between took what was seen with it, or was taken along. */
function weighed({provokes}: Probe, verdict: Verdict, after: Health): Verdict {
  if (after.state === 'alive') return verdict
  if (accuses(verdict)) {
    return inconclusive(
      `the control afterwards failed as well (${after.why}), so this may be no more than a lost path: ${verdict.because}`,
    )
  }
  if (!provokes || verdict.outcome !== 'pass') return verdict
  return concern(`${verdict.because}; but a quiet tunnel on another connection did not survive it: ${after.why}`)
}
