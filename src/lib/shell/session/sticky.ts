/** Settings that stay until they are changed, each with where its value came from: `show` lists them all. */
import type {DatagramMode, HeaderList, HttpVersion} from '../../http/transport.js'

export type Origin = 'default' | 'command line' | 'typed'

export interface Setting<T> {
  readonly value: T
  readonly origin: Origin
}

export interface StickyValues {
  /** Tried in this order. */
  readonly http: readonly [HttpVersion, ...HttpVersion[]]
  readonly datagrams: DatagramMode
  /** The Context ID of `send` and `datagram`. */
  readonly context: bigint
  /** How long `open` waits for each step, and `expect` without `within`. */
  readonly timeoutMs: number
}

export type StickyName = keyof StickyValues

export interface StickyHeader {
  readonly name: string
  readonly value: string
  readonly origin: Origin
}

type Settings = {readonly [K in StickyName]: Setting<StickyValues[K]>}

export class Sticky {
  readonly #initial: Settings
  #settings: Settings
  #headers: readonly StickyHeader[]

  constructor(given: Partial<StickyValues>, defaults: StickyValues, headers: HeaderList) {
    const origin = (name: StickyName): Origin => (given[name] === undefined ? 'default' : 'command line')
    this.#initial = {
      http: {value: given.http ?? defaults.http, origin: origin('http')},
      datagrams: {value: given.datagrams ?? defaults.datagrams, origin: origin('datagrams')},
      context: {value: given.context ?? defaults.context, origin: origin('context')},
      timeoutMs: {value: given.timeoutMs ?? defaults.timeoutMs, origin: origin('timeoutMs')},
    }
    this.#settings = this.#initial
    this.#headers = headers.map(([name, value]) => ({name, value, origin: 'command line'}))
  }

  get<K extends StickyName>(name: K): StickyValues[K] {
    return this.#settings[name].value
  }

  origin(name: StickyName): Origin {
    return this.#settings[name].origin
  }

  set<K extends StickyName>(name: K, value: StickyValues[K]): void {
    this.#settings = {...this.#settings, [name]: {value, origin: 'typed'}}
  }

  /** Back to what it was when the session began. */
  unset(name: StickyName): void {
    this.#settings = {...this.#settings, [name]: this.#initial[name]}
  }

  get headers(): readonly StickyHeader[] {
    return this.#headers
  }

  addHeader(name: string, value: string): void {
    this.#headers = [...this.#headers, {name, value, origin: 'typed'}]
  }

  /** How many there were. */
  removeHeader(name: string): number {
    const rest = this.#headers.filter(header => header.name.toLowerCase() !== name.toLowerCase())
    const removed = this.#headers.length - rest.length
    this.#headers = rest
    return removed
  }
}
