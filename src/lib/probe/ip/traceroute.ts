/**
 * The way to a host, hop by hop: packets whose hop limit runs out on it, and who says so. In waves, so that it is quick;
 * bounded, so that it is polite. A router that is silent is within its rights.
 */
import {round} from '../../reach/phases.js'
import type {HopFacts, TraceFacts} from '../../report/ip-facts.js'
import {deadline, unlessAborted} from '../../spec/clock.js'
import type {IcmpError, Inner} from './packet.js'
import {changesIn, type Tracer} from './tracers.js'
import type {Vantage} from './vantage.js'

export interface TracePlan {
  readonly maxHops: number
  /** How long an answer may take. */
  readonly patienceMs: number
}

const WIDTH = 4
const TRIES = 2
/** So many silent hops one after the other, and whatever follows is silent, too. */
const GIVE_UP = 5

interface Probe {
  readonly hopLimit: number
  readonly sentAtNs: bigint
}

/** Interrupted, it tells how far it came. */
export async function traceroute(
  at: Vantage,
  tracer: Tracer,
  plan: TracePlan,
  signal: AbortSignal,
): Promise<TraceFacts> {
  const run = new Trace(at, tracer, plan)
  // What comes late is still ours.
  at.session.listen(({inner, atNs}) => run.hear(inner, atNs))
  for (let first = 1; first <= plan.maxHops && !run.isOver && !signal.aborted; first += WIDTH) {
    const last = Math.min(first + WIDTH - 1, plan.maxHops)
    for (let attempt = 0; attempt < TRIES; attempt++) await run.wave(first, last, signal)
  }
  return run.facts
}

class Trace {
  readonly #probes = new Map<number, Probe>()
  readonly #hops = new Map<number, HopFacts>()
  #asked = 0
  #onHeard: (() => void) | undefined

  constructor(
    private readonly at: Vantage,
    private readonly tracer: Tracer,
    private readonly plan: TracePlan,
  ) {}

  /** The end of the way is known, or nobody tells of it any more. */
  get isOver(): boolean {
    const silent = Math.max(0, this.#asked - Math.max(0, ...this.#hops.keys()))
    return this.#end !== undefined || silent >= GIVE_UP
  }

  get facts(): TraceFacts {
    const end = this.#end
    const heard = Math.max(0, ...this.#hops.keys())
    const shown = end ?? Math.min(this.#asked, heard + 1)
    const hops = Array.from({length: shown}, (_, index) => this.#hops.get(index + 1) ?? silent(index + 1))
    return {
      to: this.tracer.to,
      by: this.tracer.by,
      hops,
      reachedAt: end !== undefined && this.#hops.get(end)?.what === 'reached' ? end : null,
      packets: this.#probes.size,
    }
  }

  /** Of these hops those that have not answered yet, and the time they get for it. */
  async wave(first: number, last: number, signal: AbortSignal): Promise<void> {
    for (let hopLimit = first; hopLimit <= last && !signal.aborted; hopLimit++) {
      this.#asked = Math.max(this.#asked, hopLimit)
      if (!this.#isSettled(hopLimit) && !(await this.#send(hopLimit))) return
    }
    using limit = deadline(this.at.clock, this.plan.patienceMs, signal)
    const isMissing = (): boolean => {
      return Array.from({length: last - first + 1}, (_, index) => first + index).some(hop => !this.#isSettled(hop))
    }
    while (isMissing() && !limit.signal.aborted) {
      const heard = new Promise<void>(resolve => {
        this.#onHeard = resolve
      })
      const over = Promise.race([heard, this.at.session.done.then(() => Promise.reject(new Error('over')))])
      if (!(await unlessAborted(over, limit.signal).then(yes, no))) return
    }
  }

  /** True: it was about a packet of ours. */
  hear(inner: Inner, atNs: bigint): boolean {
    const recognised = this.tracer.recognise(inner)
    const probe = recognised && this.#probes.get(recognised.tag)
    if (!recognised || !probe) return false
    const {hopLimit, sentAtNs} = probe
    if (!this.#hops.has(hopLimit)) {
      const rttMs = round(Number(atNs - sentAtNs) / 1e6)
      const {body} = inner
      const error = body.kind === 'icmp-error' ? body : undefined
      this.#hops.set(hopLimit, {
        hopLimit,
        from: inner.source,
        rttMs,
        what: whatOf(error, inner, this.tracer),
        quote: error ? changesIn(error, {source: this.at.source, destination: this.tracer.to}) : null,
        quotedHopLimit: error?.quoted?.hopLimit ?? null,
      })
    }
    this.#onHeard?.()
    return true
  }

  /** The nearest hop that is no longer on the way. */
  get #end(): number | undefined {
    const ends = [...this.#hops.values()].filter(({what}) => what !== 'time-exceeded').map(({hopLimit}) => hopLimit)
    return ends.length === 0 ? undefined : Math.min(...ends)
  }

  /** Beyond the end nothing is worth waiting for. */
  #isSettled(hopLimit: number): boolean {
    return this.#hops.has(hopLimit) || hopLimit > (this.#end ?? Infinity)
  }

  async #send(hopLimit: number): Promise<boolean> {
    const tag = this.#probes.size + 1
    this.#probes.set(tag, {hopLimit, sentAtNs: this.at.clock.nowNs()})
    const outcome = await this.at.session.tunnel.send(this.tracer.packet(tag, hopLimit))
    if (outcome !== 'accepted') this.#probes.delete(tag)
    return outcome === 'accepted'
  }
}

function whatOf(error: IcmpError | undefined, {source}: Inner, {to}: Tracer): HopFacts['what'] {
  if (!error) return 'reached'
  if (error.what === 'time-exceeded') return 'time-exceeded'
  // A port or a protocol that is unreachable there: the packet got there.
  return source === to ? 'reached' : 'unreachable'
}

function silent(hopLimit: number): HopFacts {
  return {hopLimit, from: null, rttMs: null, what: 'silent', quote: null, quotedHopLimit: null}
}

const yes = (): boolean => true
const no = (): boolean => false
