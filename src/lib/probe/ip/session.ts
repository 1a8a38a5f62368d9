/**
 * The first phase inside: which addresses and routes a session has, how they came, and what becomes of them later. First
 * we wait for what comes of itself, then we ask; an answer is not waited for longer than others took.
 */
import {round} from '../../reach/phases.js'
import type {IpAssigned, IpSessionFacts} from '../../report/ip-facts.js'
import {sleep, type Clock} from '../../spec/clock.js'
import type {IpTunnel} from '../../tunnel/connect-ip.js'
import type {IpRange, IpSessionState} from '../../tunnel/ip-state.js'
import {family, type Family} from '../../wire/ip/address.js'
import type {Prefix} from './dispatcher.js'

/** A session as far as it is looked at here. */
export type SessionTunnel = Pick<IpTunnel, 'state' | 'changed' | 'requestAddresses' | 'ended'>

export interface SettlePlan {
  readonly timeoutMs: number
  /** Of the outer path, if it is known. */
  readonly rttMs: number
  readonly families: readonly Family[]
}

/** Nobody who assigns without being asked needs longer, but for the way. */
const GRACE_MS = 100
/** Once something has come, the rest is waited for three times as long as the slowest took, within limits. */
const MIN_TAIL_MS = 300
const TAIL_FACTOR = 3
/** More is not kept, whatever a proxy sends. */
const MAX_ADDRESSES = 64
const MAX_ROUTES = 64
const MAX_CHANGES = 32

const ANY: Readonly<Record<Family, Prefix>> = {
  4: {address: '0.0.0.0', prefixLength: 32},
  6: {address: '::', prefixLength: 128},
}

export class SessionWatch implements Disposable {
  readonly #began: number
  readonly #stop = new AbortController()
  readonly #assigned = new Map<string, IpAssigned>()
  readonly #ever = new Map<string, Prefix>()
  readonly #requests = new Map<bigint, IpSessionFacts['requests'][number]>()
  readonly #changes: IpSessionFacts['changes'] = []
  #routesAfterMs: number | null = null
  #lastChangeMs = 0
  #settled = false
  /** Of what is assigned, answered and advertised. */
  #signature = ''
  #onChange: (() => void) | undefined

  constructor(
    private readonly tunnel: SessionTunnel,
    private readonly clock: Clock,
  ) {
    this.#began = clock.now()
    this.#take(tunnel.state)
    void tunnel.ended.then(() => {
      this.#onChange?.()
      this[Symbol.dispose]()
    })
    void this.#follow()
  }

  /** What we may send from now. */
  get prefixes(): readonly Prefix[] {
    return [...this.#assigned.values()]
  }

  /** All that was ours at some time. */
  get everAssigned(): readonly Prefix[] {
    return [...this.#ever.values()]
  }

  get routes(): readonly IpRange[] {
    return this.tunnel.state.routesOfPeer
  }

  get facts(): IpSessionFacts {
    const {breaches, remarks, unknownCapsules, requestsOfPeer, routesOfPeer} = this.tunnel.state
    return {
      assigned: [...this.#assigned.values()],
      requests: [...this.#requests.values()],
      routes: routesOfPeer.slice(0, MAX_ROUTES).map(({start, end, protocol}) => ({start, end, protocol})),
      routeCount: routesOfPeer.length,
      routesAfterMs: this.#routesAfterMs,
      changes: [...this.#changes],
      breaches: [...breaches],
      remarks: [...remarks],
      unknownCapsules,
      requestedOfUs: requestsOfPeer.length,
    }
  }

  /** Until everything asked for is there, or it is no use to wait. Interrupted or ended, with what there is. */
  async settle({timeoutMs, rttMs, families}: SettlePlan, signal: AbortSignal): Promise<void> {
    const over = AbortSignal.any([signal, this.#stop.signal])
    const isAssigned = (wanted: Family): boolean => this.prefixes.some(({address}) => family(address) === wanted)
    // Addresses come first, and routes for them in a capsule of its own: those that are there may be for the other family.
    const isRouted = (): boolean =>
      this.#routesAfterMs !== null && families.every(wanted => !isAssigned(wanted) || this.#leads(wanted))
    const isComplete = (): boolean => families.every(isAssigned) && isRouted()
    const grace = Math.min(timeoutMs, GRACE_MS + 2 * rttMs)
    while (!isComplete() && (await this.#change(grace - this.#elapsed, over)));
    const missing = families.filter(wanted => !isAssigned(wanted))
    if (missing.length > 0 && !over.aborted) await this.#request(missing)
    while (this.#answers.includes('no-answer') || !isRouted()) {
      if (!(await this.#change(this.#deadlineMs(timeoutMs) - this.#elapsed, over))) break
    }
    this.#settled = true
  }

  [Symbol.dispose](): void {
    this.#stop.abort(new Error('over'))
  }

  get #answers(): IpSessionFacts['requests'][number]['outcome'][] {
    return [...this.#requests.values()].map(({outcome}) => outcome)
  }

  #leads(wanted: Family): boolean {
    return this.routes.some(({start}) => family(start) === wanted)
  }

  get #elapsed(): number {
    return this.clock.now() - this.#began
  }

  #deadlineMs(timeoutMs: number): number {
    if (this.#assigned.size === 0) return timeoutMs
    return Math.min(timeoutMs, this.#lastChangeMs + Math.max(MIN_TAIL_MS, TAIL_FACTOR * this.#lastChangeMs))
  }

  async #request(families: readonly Family[]): Promise<void> {
    const before = new Set(this.tunnel.state.requestsOpen.map(({requestId}) => requestId))
    const sent = this.tunnel.requestAddresses(families.map(wanted => ANY[wanted]))
    for (const {requestId, address} of this.tunnel.state.requestsOpen) {
      if (before.has(requestId)) continue
      this.#requests.set(requestId, {family: family(address), outcome: 'no-answer', afterMs: null})
    }
    await sent
  }

  /** False: nothing changed in time. */
  async #change(ms: number, signal: AbortSignal): Promise<boolean> {
    if (ms <= 0 || signal.aborted) return false
    const changed = new AbortController()
    this.#onChange = () => {
      changed.abort()
    }
    await sleep(this.clock, ms, AbortSignal.any([changed.signal, signal])).catch(() => undefined)
    this.#onChange = undefined
    return changed.signal.aborted
  }

  async #follow(): Promise<void> {
    const {signal} = this.#stop
    let state = this.tunnel.state
    while (!signal.aborted) {
      const next = await this.tunnel.changed(signal, state).catch(() => undefined)
      if (!next || next === state) return
      this.#take((state = next))
    }
  }

  #take({assignedToUs, refusedToUs, routesOfPeer, received}: IpSessionState): void {
    const afterMs = round(this.#elapsed)
    for (const {requestId} of assignedToUs) this.#answer(requestId, 'assigned', afterMs)
    for (const {requestId} of refusedToUs) this.#answer(requestId, 'declined', afterMs)
    const known = new Map(this.#assigned)
    this.#assigned.clear()
    for (const {requestId, address, prefixLength} of assignedToUs.slice(0, MAX_ADDRESSES)) {
      const key = `${address}/${prefixLength}`
      const how = this.#requests.has(requestId) ? 'requested' : 'unsolicited'
      this.#assigned.set(key, known.get(key) ?? {address, prefixLength, how, afterMs})
      if (this.#ever.size < MAX_ADDRESSES) this.#ever.set(key, {address, prefixLength})
    }
    if (this.#routesAfterMs === null && received.advertisements > 0) this.#routesAfterMs = afterMs
    const signature = JSON.stringify([
      ...this.#assigned.keys(),
      ...this.#answers,
      received.advertisements,
      routesOfPeer,
    ])
    if (signature === this.#signature) return
    this.#signature = signature
    this.#lastChangeMs = afterMs
    if (this.#settled && this.#changes.length < MAX_CHANGES) {
      this.#changes.push({afterMs, assigned: [...this.#assigned.keys()], routeCount: routesOfPeer.length})
    }
    this.#onChange?.()
  }

  #answer(requestId: bigint, outcome: 'assigned' | 'declined', afterMs: number): void {
    const request = this.#requests.get(requestId)
    if (request?.outcome === 'no-answer') this.#requests.set(requestId, {...request, outcome, afterMs})
  }
}
