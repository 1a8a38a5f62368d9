/** Raw HTTP/2 for probes: http/h2/raw.ts with streams, waits that end, evidence, and words for the timeline. */
import {connectionEnding} from '../../http/h2/endings.js'
import {RawHttp2 as H2Wire} from '../../http/h2/raw.js'
import type {RawFrame} from '../../http/h2/raw-reader.js'
import {CLIENT_SETTINGS} from '../../http/h2/settings.js'
import type {Ending} from '../../http/ending.js'
import type {HeaderList} from '../../http/transport.js'
import type {ByteStream} from '../../net/stream/byte-stream.js'
import {round} from '../../reach/phases.js'
import {dialTcp} from '../../reach/tcp/dial.js'
import type {RawExchange, RawHttp2, RawHttp2Options} from '../../spec/raw-rig.js'
import type {ConnectionSeen} from '../../spec/rig.js'
import type {EndingSeen} from '../../spec/tunnel-rig.js'
import {toLatin1} from '../../wire/bytes.js'
import {http2Name} from '../../wire/error-codes.js'
import * as frame from '../../wire/h2-frame.js'
import type {Setting} from '../../wire/h2-settings.js'
import type {RigContext} from './context.js'
import {Ended} from './ended.js'
import {Kept} from './kept.js'
import {connectContext, connectionSeen, noConnection, refuseVia} from './own-side.js'
import {RawAnswerState} from './raw-answer.js'
import {RawH2Exchange} from './raw-h2-exchange.js'
import {frameWords, StreamFeed} from './raw-h2-frames.js'
import {requestWords} from './raw-words.js'
import {octetsOf} from './timeline.js'
import {Changes, within} from './within.js'

/** Of one frame. */
const MAX_KEPT = 64 * 1024

/** Rejects only with the signal's reason otherwise. @throws Obstacle, SetupError */
export async function openRawHttp2(
  context: RigContext,
  signal: AbortSignal,
  options: RawHttp2Options = {},
): Promise<RawHttp2> {
  refuseVia(context)
  const reaching = connectContext(context, {})
  const dialed = await dialTcp(context.address, '2', reaching, signal)
  if (dialed.kind === 'failed') throw noConnection(reaching)
  const raw = new RawHttp2Connection(dialed.stream, connectionSeen(dialed.facts), context, options)
  const {settings = CLIENT_SETTINGS} = options
  if (settings !== 'none') await raw.greet(settings)
  return raw
}

type SeenFrame = RawHttp2['frames'][number]
export type RawH2Context = Pick<RigContext, 'platform' | 'timeline' | 'timeoutMs'>

export class RawHttp2Connection implements RawHttp2 {
  readonly #wire: H2Wire
  readonly #frames = new Kept<SeenFrame>()
  readonly #streams = new Map<number, StreamFeed>()
  readonly #changes = new Changes()
  readonly #lane: string
  readonly #beganMs: number
  readonly #ended: Ended
  #settleEnded!: (ending: Ending) => void
  #isOver = false
  #nextId = 1

  constructor(
    private readonly stream: ByteStream,
    private readonly known: ConnectionSeen,
    private readonly context: RawH2Context,
    {acknowledge = true, openWindows = true}: RawHttp2Options = {},
  ) {
    const {clock} = context.platform
    this.#lane = context.timeline.lane('raw')
    this.#beganMs = clock.now()
    this.#ended = new Ended(
      clock,
      new Promise(resolve => {
        this.#settleEnded = resolve
      }),
    )
    this.#wire = new H2Wire(stream, {role: 'client', acknowledge, openWindows})
    this.#tell('local', 'connected over HTTP/2')
    void this.#read()
  }

  get seen(): ConnectionSeen {
    const settings = this.peerSettings?.map(({id, value}) => ({id: `0x${id.toString(16)}`, value: String(value)}))
    return {...this.known, settings}
  }

  get peerSettings(): readonly Setting[] | undefined {
    return this.#wire.peerSettings
  }

  get frames(): readonly SeenFrame[] {
    return this.#frames.list
  }

  /** Preface and SETTINGS. */
  async greet(settings: readonly Setting[]): Promise<boolean> {
    this.#tell('sent', 'preface and SETTINGS')
    return (await this.#within(this.#wire.greet(settings))) ?? false
  }

  async settled(signal: AbortSignal): Promise<boolean> {
    await this.#within(
      this.#until(() => this.peerSettings !== undefined),
      signal,
    )
    return this.peerSettings !== undefined
  }

  async request(fields: HeaderList, signal: AbortSignal, fin = false): Promise<RawExchange | undefined> {
    signal.throwIfAborted()
    if (this.#isOver) return undefined
    const id = this.#nextId
    this.#nextId += 2
    const tell = (what: string): void => {
      this.#tell('received', `stream ${id}: ${what}`)
    }
    const state = new RawAnswerState({clock: this.context.platform.clock, nameOf: http2Name, tell})
    this.#streams.set(id, new StreamFeed(state))
    this.#tell('sent', `stream ${id}: ${requestWords(fields)}${fin ? ', and the end of our direction' : ''}`)
    const list = fields.map(([name, value]) => ({name, value}))
    const flags = frame.END_HEADERS | (fin ? frame.END_STREAM : 0)
    if (!(await this.#within(this.#wire.send(this.#wire.headers(id, list, flags)), signal))) return undefined
    return new RawH2Exchange(id, state, {
      wire: this.#wire,
      changes: this.#changes,
      limit: work => this.#within(work),
      tell: what => {
        this.#tell('sent', `stream ${id}: ${what}`)
      },
    })
  }

  async write(bytes: Uint8Array): Promise<boolean> {
    this.#tell('sent', `octets, ${octetsOf(bytes)}`)
    return (await this.#within(this.#wire.send(bytes))) ?? false
  }

  ending(): EndingSeen | null {
    return this.#ended.now
  }

  ended(withinMs: number, signal: AbortSignal): Promise<EndingSeen | null> {
    return this.#ended.within(withinMs, signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#wire[Symbol.asyncDispose]()
  }

  async #read(): Promise<void> {
    for await (const seen of this.#wire.received()) this.#onFrame(seen)
    this.#end(await this.#streamEnding())
  }

  async #streamEnding(): Promise<Ending> {
    const stream = await this.stream.over
    const none = {goaway: undefined, ourGoaway: undefined, broken: undefined, failure: undefined}
    return connectionEnding({by: undefined, stream, ...none})
  }

  #onFrame(seen: RawFrame): void {
    const {header, payload, bytes} = seen
    const {type, flags, streamId} = header
    const atMs = round(this.context.platform.clock.now() - this.#beganMs)
    const kept = bytes.subarray(0, MAX_KEPT)
    this.#frames.add(kept.length, () => ({type, flags, streamId, bytes: kept.slice(), atMs}))
    this.#tell('received', frameWords(seen))
    this.#streams.get(streamId)?.take(seen)
    if (payload?.kind === 'goaway' && payload.code !== 0n) {
      const {lastStreamId, code, debug} = payload
      const goaway = {lastStreamId, code, debug: toLatin1(debug)}
      const nothing = {ourGoaway: undefined, broken: undefined, failure: undefined}
      this.#end(connectionEnding({by: 'peer', goaway, stream: {how: 'fin'}, ...nothing}))
    }
    this.#changes.tell()
  }

  /** A GOAWAY with an error is the end, whenever the octets of it cease (RFC 9113 section 5.4.1). The first end counts. */
  #end(ending: Ending): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#tell('local', ending.detail)
    this.#settleEnded(ending)
    for (const {state} of this.#streams.values()) state.onConnectionEnded(ending)
    this.#changes.tell()
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition() && !this.#isOver) await this.#changes.next
  }

  #within<T>(work: Promise<T>, signal?: AbortSignal): Promise<T | undefined> {
    return within(this.context.platform.clock, this.context.timeoutMs, work, signal)
  }

  #tell(direction: 'sent' | 'received' | 'local', what: string): void {
    this.context.timeline.add(direction, this.#lane, what)
  }
}
