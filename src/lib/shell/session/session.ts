/**
 * A session without a terminal: connections, tunnels, settings and everything that happened. Words act on it, screens
 * show its events, expectations wait for them. It keeps what is recent; the evidence has everything.
 */
import type {Clock} from '../../spec/clock.js'
import type {Target} from '../../tunnel/target.js'
import type {DataSources} from '../grammar/data.js'
import type {HttpChoice, Outer, Way} from '../outer/outer.js'
import type {Noise, ShellEvent, ShellWhat} from './event.js'
import {Marks} from './marks.js'
import {UserError} from './outcome.js'
import {EventRing} from './ring.js'
import type {Held} from './sending.js'
import type {Sticky} from './sticky.js'
import {Tunnels} from './tunnels.js'
import {Waiting} from './waiting.js'

export interface SessionOptions {
  readonly clock: Clock
  readonly sources: DataSources
  /** @throws an errno error */
  readonly writeFile: (path: string, text: string) => Promise<void>
  /** undefined: there is no proxy yet. */
  readonly way: Way | undefined
  readonly sticky: Sticky
  /** `@target`. */
  readonly target?: Target | undefined
  readonly onEvent: (event: ShellEvent) => void
}

export class Session implements AsyncDisposable {
  readonly clock: Clock
  readonly sources: DataSources
  readonly sticky: Sticky
  readonly events = new EventRing()
  readonly tunnels = new Tunnels()
  readonly marks = new Marks()
  readonly waiting = new Waiting()
  /** What is shown although it is noise. */
  readonly watched = new Set<Noise>()
  readonly writeFile: SessionOptions['writeFile']
  readonly target: Target | undefined
  /** While `hold` is on: what waits for `flush`. */
  held: Held[] | undefined
  /** Events from this number on may meet an expectation. */
  expectFrom = 1
  /** Those that met one already. */
  readonly consumed = new Set<number>()
  readonly #outers: Outer[] = []
  #number = 0

  constructor(private readonly options: SessionOptions) {
    this.clock = options.clock
    this.sources = options.sources
    this.sticky = options.sticky
    this.writeFile = options.writeFile
    this.target = options.target
  }

  /** What is expected from here on is expected of what comes from here on. */
  beginActing(): void {
    this.expectFrom = this.#number + 1
    this.consumed.clear()
  }

  /** @throws UserError */
  get way(): Way {
    if (this.options.way) return this.options.way
    throw new UserError('there is no proxy: name it on the command line, as in masque shell proxy.example')
  }

  emit(direction: ShellEvent['direction'], tunnel: string | undefined, what: ShellWhat, atNs?: bigint): ShellEvent {
    const event = {number: ++this.#number, atNs: atNs ?? this.clock.nowNs(), direction, tunnel, what}
    this.events.push(event)
    this.options.onEvent(event)
    this.waiting.wake()
    return event
  }

  note(text: string, tunnel?: string): void {
    this.emit('local', tunnel, {kind: 'note', text})
  }

  noise(noise: Noise, text: string): void {
    if (this.watched.has(noise)) this.emit('local', undefined, {kind: 'noise', noise, text})
  }

  /** The connection that is there for one of these versions, or a new one. `fresh`: a new one in any case. */
  async outer(http: HttpChoice, fresh: boolean, timeoutMs: number, signal: AbortSignal): Promise<Outer | string> {
    const there = fresh ? undefined : this.#outers.findLast(outer => http.includes(outer.http))
    if (there) return there
    const began = this.clock.now()
    const connecting = await this.way.connect(http, timeoutMs, signal)
    if (connecting.kind === 'failed') return `${connecting.why}; try: ${connecting.next}`
    const {outer, left = []} = connecting
    this.#outers.push(outer)
    const tookMs = this.clock.now() - began
    this.emit('local', undefined, {kind: 'connected', http: outer.http, address: outer.address, tookMs})
    for (const why of left) this.note(why)
    void outer.ended.then(ending => {
      this.#outers.splice(this.#outers.indexOf(outer), 1)
      this.emit(ending.by === 'us' ? 'sent' : 'received', undefined, {kind: 'connection-ended', ending})
    })
    return outer
  }

  get outers(): readonly Outer[] {
    return this.#outers
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Politely first: what a tunnel ends with should not depend on how connections are torn down.
    await Promise.all(
      this.tunnels.all.flatMap(({tunnel, ending}) => (tunnel && !ending ? tunnel[Symbol.asyncDispose]() : [])),
    )
    await Promise.all([...this.#outers].map(outer => outer[Symbol.asyncDispose]()))
    await Promise.all(this.tunnels.all.flatMap(({over}) => over ?? []))
  }
}
