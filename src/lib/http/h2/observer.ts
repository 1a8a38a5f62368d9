/** What was seen of a connection on the wire, both ways: settings, farewells, streams, and what cannot be right. */
import {toLatin1} from '../../wire/bytes.js'
import * as frame from '../../wire/h2-frame.js'
import type {Payload} from '../../wire/h2-payload.js'
import * as settings from '../../wire/h2-settings.js'
import {DEFAULT_TABLE_SIZE} from '../../wire/hpack/decoder.js'
import {FrameWatch, type SeenHead} from './frame-watch.js'
import {StreamWatch} from './stream-watch.js'

export interface Goaway {
  readonly lastStreamId: number
  readonly code: bigint
  /** Additional debug data: of the peer, hostile; of ours, words of nghttp2. */
  readonly debug: string
}

/** Streams nobody asked about: of requests that died before they were told of. */
const MAX_UNOWNED = 128
/** What a peer adds to its first SETTINGS; more than all there are in any registry. */
const MAX_LATER_SETTINGS = 64
const MAX_DEBUG = 4096
/** PRIORITY may come for streams that do not exist (RFC 9113 section 6.3), and whatever is unknown. */
const STREAM_FRAMES: ReadonlySet<number> = new Set([frame.DATA, frame.HEADERS, frame.RST_STREAM, frame.WINDOW_UPDATE])

export interface ObserverEvents {
  onSettings(): void
  onGoaway(goaway: Goaway): void
  /** We said GOAWAY with an error. */
  onGivenUp(): void
  /** A request of ours is on the wire. */
  onRequestWritten(): void
}

export class Observer {
  readonly received: FrameWatch
  readonly sent: FrameWatch
  readonly #streams = new Map<number, StreamWatch>()
  #first: readonly settings.Setting[] | undefined
  readonly #later = new Map<bigint, bigint>()
  #framesReceived = 0
  /** Of the peer's requests, the latest: what a farewell of ours names. */
  lastRequest = 0
  #lastOwn = 0
  /** The latest; but one that names an error is not forgotten for a farewell without. */
  goaway: Goaway | undefined
  /** The first with an error. */
  ourGoaway: Goaway | undefined
  /** The first thing the peer sent that no receiver can accept, in words. */
  broken: string | undefined
  /** Which farewell came first: a peer answers ours, and we answer the peer's. */
  firstGoodbye: 'peer' | 'us' | undefined

  constructor(
    private readonly isServer: boolean,
    ours: readonly settings.Setting[],
    private readonly events: ObserverEvents,
  ) {
    const preface = frame.PREFACE.length
    const onReceived = {
      onFrame: (header: frame.FrameHeader, content: Payload | undefined) => this.#onReceived(header, content),
      onHead: (id: number, head: SeenHead, end: boolean) => this.#onHead(id, head, end),
      onBroken: (text: string) => this.#onBroken(text),
    }
    const onSent = {
      onFrame: (header: frame.FrameHeader, content: Payload | undefined) => this.#onSent(header, content),
      onBroken: () => undefined,
    }
    const limits = {
      frameBytes: Number(settings.value(ours, settings.MAX_FRAME_SIZE) ?? frame.DEFAULT_MAX_SIZE),
      tableBytes: Number(settings.value(ours, settings.HEADER_TABLE_SIZE) ?? DEFAULT_TABLE_SIZE),
    }
    this.received = new FrameWatch(onReceived, limits, isServer ? preface : 0)
    // What we send is as large as the peer allows.
    this.sent = new FrameWatch(onSent, {...limits, frameBytes: Infinity}, isServer ? 0 : preface)
  }

  /** Those of the first SETTINGS as received, then what later ones changed; undefined before the first. */
  get peerSettings(): readonly settings.Setting[] | undefined {
    return this.#first && [...this.#first, ...[...this.#later].map(([id, value]) => ({id, value}))]
  }

  get streamCount(): number {
    return this.#streams.size
  }

  /** What is seen of this stream from now on, and what was before. */
  own(id: number): StreamWatch {
    const watch = this.#stream(id)
    watch.owned = true
    return watch
  }

  disown(id: number): void {
    this.#streams.delete(id)
  }

  #stream(id: number): StreamWatch {
    const known = this.#streams.get(id)
    if (known) return known
    const watch = new StreamWatch()
    this.#streams.set(id, watch)
    this.#forgetUnowned()
    return watch
  }

  #forgetUnowned(): void {
    if (this.#streams.size <= MAX_UNOWNED) return
    const unowned = [...this.#streams].filter(([, watch]) => !watch.owned)
    for (const [id] of unowned.slice(0, -MAX_UNOWNED)) this.#streams.delete(id)
  }

  #onReceived(header: frame.FrameHeader, content: Payload | undefined): void {
    if (this.#framesReceived++ === 0 && header.type !== frame.SETTINGS) {
      this.#onBroken(`its first frame is ${frame.name(header.type)}, not SETTINGS`)
    }
    if (this.#isStray(header)) this.#onBroken(`a ${frame.name(header.type)} frame on a stream that nobody opened`)
    const watch = this.#streams.get(header.streamId)
    if (header.type === frame.DATA && watch) {
      if (!watch.headSeen) this.#onBroken('DATA before the head of the message')
      if (header.flags & frame.END_STREAM) watch.onFinished()
    }
    switch (content?.kind) {
      case 'settings':
        if (!content.ack) this.#onSettings(content.settings)
        break
      case 'goaway':
        this.#onGoaway(goawayOf(content))
        break
      case 'rst-stream':
        watch?.onReset(content.code)
        break
      case 'window-update':
        if (content.increment === 0) this.#onBroken('a WINDOW_UPDATE of nothing')
        break
      case 'push-promise':
        this.#onBroken('a PUSH_PROMISE, but we announced ENABLE_PUSH = 0')
        break
      default:
    }
  }

  /** For a client: only it opens streams, with odd numbers. */
  #isStray({type, streamId}: frame.FrameHeader): boolean {
    if (this.isServer || streamId === 0 || !STREAM_FRAMES.has(type)) return false
    return streamId > this.#lastOwn || streamId % 2 === 0
  }

  #onSent(header: frame.FrameHeader, content: Payload | undefined): void {
    if (content?.kind === 'goaway') {
      this.#onOurGoaway(goawayOf(content))
    }
    if (content?.kind === 'rst-stream') {
      const watch = this.#streams.get(header.streamId)
      if (watch) watch.resetByUs ??= content.code
    }
    if (content?.kind === 'headers' && !this.isServer) {
      this.#lastOwn = Math.max(this.#lastOwn, header.streamId)
      this.events.onRequestWritten()
    }
  }

  /** nghttp2 gives the connection up, and node:http2 goes on reading for ever. */
  #onGoaway(goaway: Goaway): void {
    if (!this.goaway?.code || goaway.code !== 0n) this.goaway = goaway
    this.firstGoodbye ??= 'peer'
    this.events.onGoaway(goaway)
  }

  #onOurGoaway(goaway: Goaway): void {
    if (goaway.code === 0n) return
    this.ourGoaway ??= goaway
    this.firstGoodbye ??= 'us'
    this.events.onGivenUp()
  }

  #onSettings(list: readonly settings.Setting[]): void {
    const before = settings.value(this.peerSettings ?? [], settings.ENABLE_CONNECT_PROTOCOL)
    if (!this.#first) this.#first = list
    else this.#addLater(list)
    const after = settings.value(this.peerSettings ?? [], settings.ENABLE_CONNECT_PROTOCOL)
    const [violation] = settings.violations(list)
    if (violation !== undefined) this.#onBroken(`in its SETTINGS ${violation}`)
    // RFC 8441 section 3: once offered, always offered.
    if (before === 1n && after === 0n) this.#onBroken('its SETTINGS took ENABLE_CONNECT_PROTOCOL back')
    this.events.onSettings()
  }

  #addLater(list: readonly settings.Setting[]): void {
    for (const {id, value} of list) {
      if (this.#later.has(id) || this.#later.size < MAX_LATER_SETTINGS) this.#later.set(id, value)
    }
  }

  /** A server learns of a stream by its first head; a client opened it itself. */
  #onHead(id: number, head: SeenHead, endStream: boolean): void {
    const watch = this.isServer ? this.#stream(id) : this.#streams.get(id)
    if (this.isServer) this.lastRequest = Math.max(this.lastRequest, id)
    watch?.onHead(head)
    if (endStream) watch?.onFinished()
  }

  #onBroken(text: string): void {
    this.broken ??= text
  }
}

function goawayOf({lastStreamId, code, debug}: Extract<Payload, {kind: 'goaway'}>): Goaway {
  return {lastStreamId, code, debug: toLatin1(debug.subarray(0, MAX_DEBUG))}
}
