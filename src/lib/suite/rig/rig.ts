/**
 * The rig of one observation. Polite probes share a connection, which is quicker and disturbs nobody; one that provokes
 * has its own. Whatever was opened through the rig is closed with it, in the reverse order.
 */
import type {HttpVersion, TunnelRequest} from '../../http/transport.js'
import {localIpTo} from '../../net/local-ip.js'
import {sleep, type Clock} from '../../spec/clock.js'
import type {Random} from '../../spec/random.js'
import type {RawHttp1, RawHttp2, RawHttp2Options, RawHttp3, RawHttp3Options} from '../../spec/raw-rig.js'
import {
  Obstacle,
  type Answer,
  type ConnectOptions,
  type IpOptions,
  type Place,
  type Rig,
  type RigConnection,
  type UdpOptions,
} from '../../spec/rig.js'
import type {IpRig, TargetTalk, UdpRig} from '../../spec/tunnel-rig.js'
import {openConnection, type OpenedConnection} from './connection.js'
import type {RigContext} from './context.js'
import {Interview} from './interview.js'
import {openRawHttp1} from './raw-http1.js'
import {openRawHttp2} from './raw-http2.js'
import {openRawHttp3} from './raw-http3.js'
import {noTarget} from './udp.js'

/** Where the shared connection comes from; it is not closed with the rig. */
export type Shared = (signal: AbortSignal) => Promise<OpenedConnection>

export class ObservationRig implements Rig, AsyncDisposable {
  readonly #opened: AsyncDisposable[] = []
  #own: Promise<RigConnection> | undefined
  #connections = 0
  #isOver = false

  /** @param shared absent: the probe provokes, or there is no other */
  constructor(
    private readonly context: RigContext,
    private readonly shared?: Shared,
  ) {}

  get http(): HttpVersion {
    return this.context.http
  }

  get clock(): Clock {
    return this.context.platform.clock
  }

  get random(): Random {
    return this.context.platform.random
  }

  get place(): Place {
    return this.context.place
  }

  get proxyAddress(): string {
    return this.context.address
  }

  get ownIp(): string | undefined {
    return localIpTo(this.context.address, this.context.platform)
  }

  get patienceMs(): number {
    return this.context.patienceMs
  }

  get timeoutMs(): number {
    return this.context.timeoutMs
  }

  connection(signal: AbortSignal): Promise<RigConnection> {
    this.#own ??= this.shared
      ? this.shared(signal).then(connection => connection.seenBy(this.context))
      : this.connect(signal)
    return this.#own
  }

  async connect(signal: AbortSignal, options?: ConnectOptions): Promise<RigConnection> {
    return this.#unlessOver(await openConnection(this.context, `connection ${++this.#connections}`, signal, options))
  }

  async openUdp(signal: AbortSignal, options?: UdpOptions): Promise<UdpRig> {
    return this.#unlessOver(await (await this.connection(signal)).openUdp(signal, options))
  }

  async openIp(signal: AbortSignal, options?: IpOptions): Promise<IpRig> {
    return this.#unlessOver(await (await this.connection(signal)).openIp(signal, options))
  }

  async ask(request: Partial<TunnelRequest>, signal: AbortSignal): Promise<Answer> {
    return (await this.connection(signal)).ask(request, signal)
  }

  async rawHttp3(signal: AbortSignal, options?: RawHttp3Options): Promise<RawHttp3> {
    return this.#unlessOver(await openRawHttp3(this.context, signal, options))
  }

  async rawHttp2(signal: AbortSignal, options?: RawHttp2Options): Promise<RawHttp2> {
    return this.#unlessOver(await openRawHttp2(this.context, signal, options))
  }

  async rawHttp1(signal: AbortSignal): Promise<RawHttp1> {
    return this.#unlessOver(await openRawHttp1(this.context, signal))
  }

  async until(condition: () => boolean, withinMs: number, signal: AbortSignal): Promise<boolean> {
    const end = this.clock.now() + withinMs
    // Soon at first, as most things have happened then; rarely in the end.
    for (let waitMs = 1; !condition(); waitMs = Math.min(waitMs * 1.5, 100)) {
      const left = end - this.clock.now()
      if (left <= 0) return false
      await this.sleep(Math.min(waitMs, left), signal)
    }
    return true
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return sleep(this.clock, ms, signal)
  }

  talk(): TargetTalk {
    if (!this.context.place.target) throw noTarget()
    return this.#keep(new Interview(this.context, () => Promise.resolve('closed')))
  }

  note(text: string): void {
    this.context.timeline.add('local', null, text)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    for (const resource of this.#opened.splice(0).reverse()) await resource[Symbol.asyncDispose]()
  }

  /** One of several that were opened side by side, when another has failed already, would be closed by nobody. */
  async #unlessOver<T extends AsyncDisposable>(resource: T): Promise<T> {
    if (!this.#isOver) return this.#keep(resource)
    await resource[Symbol.asyncDispose]()
    throw new Obstacle('inconclusive', 'it was opened when the observation was over')
  }

  #keep<T extends AsyncDisposable>(resource: T): T {
    // Whoever asked for it has given up meanwhile.
    if (this.#isOver) void resource[Symbol.asyncDispose]()
    else this.#opened.push(resource)
    return resource
  }
}
