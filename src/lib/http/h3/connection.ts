/**
 * HTTP/3 on one QUIC connection, either side: SETTINGS both ways, the peer's unidirectional streams, and which
 * HTTP Datagram belongs to which request. Requests themselves are in client.ts and server.ts.
 */
import type {QuicConnection} from '../../quic/connection.js'
import type {QuicStream} from '../../quic/stream.js'
import {concat} from '../../wire/bytes.js'
import {H3} from '../../wire/error-codes.js'
import {stream} from '../../wire/h3-frame.js'
import * as settings from '../../wire/h3-settings.js'
import {MAX_QUARTER_STREAM_ID} from '../../wire/http-datagram.js'
import * as varint from '../../wire/varint.js'
import type {Ending} from '../ending.js'
import {Watchers} from '../watchers.js'
import {HELD_EARLY, type EarlyPolicy, type H3Options} from './options.js'
import {endingOf} from './endings.js'
import {HONEST_MANNERS, settingsFrame, type H3Manners, type Harmless} from './manners.js'
import {UnidirectionalStreams} from './unidirectional.js'

/** Where the HTTP Datagrams of one request go. */
export type FrameTarget = (bytes: Uint8Array, start: number, end: number, atNs: number) => void

const MAX_NOTES = 20

interface EarlyDatagram {
  readonly quarterId: number
  readonly payload: Uint8Array
  readonly atNs: number
}

export class H3Connection {
  readonly manners: H3Manners
  readonly #targets = new Map<number, FrameTarget>()
  readonly #early: EarlyDatagram[] = []
  readonly #notes: string[] = []
  #highestRequest = -1
  /** Request or not yet. */
  #highestStream = -1
  #peerSettings: readonly settings.Setting[] | undefined
  #goaway: bigint | undefined
  /** Requests nobody has answered yet, and who waits for them. */
  readonly #unanswered = new Map<number, () => void>()
  #violation: Ending | undefined
  #settleSettings!: () => void

  /** Settles when the peer's SETTINGS are there, or the connection is over without. */
  readonly settingsArrived = new Promise<void>(resolve => {
    this.#settleSettings = resolve
  })
  readonly ended: Promise<Ending>
  /** The same for those that come and go: requests above all. */
  readonly watchers: Watchers<Ending>

  constructor(
    readonly quic: QuicConnection,
    private readonly options: H3Options,
    private readonly onRequest: (stream: QuicStream) => void,
  ) {
    this.manners = {...HONEST_MANNERS, ...options.manners}
    const unidirectional = new UnidirectionalStreams({
      isServer: quic.isServer,
      onSettings: list => {
        this.#onSettings(list)
      },
      onGoaway: id => {
        this.#onGoaway(id)
      },
      onNote: text => {
        this.note(text)
      },
      onUnknownFrame: () => {
        this.bear({kind: 'unknown-frame', on: 'control'})
      },
      onViolation: (code, text) => {
        this.violated(code, text)
      },
    })
    this.ended = quic.ended.then(end => this.#violation ?? endingOf(end))
    this.watchers = new Watchers(this.ended)
    this.watchers.add(() => {
      this.#settleSettings()
    })
    quic.use({
      onStream: stream => {
        if (stream.direction === 'receiving') void unidirectional.accept(stream)
        else this.#onBidirectional(stream)
      },
      onDatagram: (bytes, start, end, atNs) => {
        this.#onDatagram(bytes, start, end, atNs)
      },
      onDrain: () => undefined,
    })
  }

  /** Opens the control stream with our SETTINGS. False: the connection ended before. */
  async start(): Promise<boolean> {
    let taken = false
    for (const said of this.manners.control(settingsFrame(this.options.settings))) {
      const control = await this.quic.openStream(true)
      taken = (await control?.write(concat(varint.write(stream.CONTROL), said))) ?? false
    }
    return taken
  }

  /** As received; undefined until they are. */
  get peerSettings(): readonly settings.Setting[] | undefined {
    return this.#peerSettings
  }

  /** Curious but legal things the peer did. */
  get notes(): readonly string[] {
    return this.#notes
  }

  /** The peer said GOAWAY. */
  get goingAway(): boolean {
    return this.#goaway !== undefined
  }

  /** Calls back if a GOAWAY of the peer leaves this request out: it was not and will not be looked at. */
  onLeftOut(streamId: number, callback: () => void): void {
    this.#unanswered.set(streamId, callback)
  }

  /** A request was written: the peer gave us a stream, and credit on it. */
  requestWritten = false

  /** The request has its answer, or needs none any more. */
  answered(streamId: number): void {
    this.#unanswered.delete(streamId)
  }

  /** Both sides announced H3_DATAGRAM = 1: before that no DATAGRAM frame may be sent (RFC 9297 section 2.1.1). */
  get framesAgreed(): boolean {
    return this.manners.mayUseFrames(this.options.settings, this.#peerSettings, this.options.leniency)
  }

  get asksAnyway(): boolean {
    return this.options.leniency?.asksAnyway ?? false
  }

  get early(): EarlyPolicy {
    return this.options.early ?? HELD_EARLY
  }

  /** Whether datagrams came before this request did. */
  isLate(streamId: number): boolean {
    return this.#early.some(({quarterId}) => quarterId === streamId / 4)
  }

  /** From now on the datagrams of this request stream go to `target`, those that came early first. */
  register(streamId: number, target: FrameTarget): void {
    const quarterId = streamId / 4
    this.#targets.set(quarterId, target)
    this.#highestRequest = Math.max(this.#highestRequest, quarterId)
    for (let index = 0; index < this.#early.length;) {
      const early = this.#early[index]
      if (early?.quarterId !== quarterId) {
        index++
        continue
      }
      this.#early.splice(index, 1)
      target(early.payload, 0, early.payload.length, early.atNs)
    }
  }

  /** The receive side of the stream is closed: what still comes is dropped quietly (RFC 9297 section 2.1). */
  unregister(streamId: number): void {
    this.#targets.delete(streamId / 4)
  }

  note(text: string): void {
    if (this.#notes.includes(text) || this.#notes.length > MAX_NOTES) return
    this.#notes.push(this.#notes.length < MAX_NOTES ? text : 'and more of that kind')
  }

  /** The peer broke a rule that costs the connection; with H3_EXCESSIVE_LOAD, only a limit of ours. */
  violated(code: bigint, text: string): void {
    const answer = this.manners.onBreach(code)
    if (answer !== undefined) this.#closeFor(answer, text)
  }

  /** The peer did what it may. */
  bear(what: Harmless): void {
    const code = this.manners.onHarmless(what)
    if (code !== undefined) this.#closeFor(code, `${what.kind} is too much`)
  }

  #closeFor(code: bigint, text: string): void {
    if (this.#violation) return
    const detail = `we closed the connection: ${text}`
    const how = code === H3.EXCESSIVE_LOAD ? 'over-limit' : 'protocol-error'
    this.#violation = {by: 'us', how, scope: 'connection', code, detail}
    this.quic.close(code, text)
  }

  /** RFC 9114 section 5.2: it may come again, for fewer requests and never for more. */
  #onGoaway(id: bigint): void {
    if (this.#goaway !== undefined && id > this.#goaway) {
      this.violated(H3.ID_ERROR, `a GOAWAY for ${id} after one for ${this.#goaway}`)
      return
    }
    if (!this.quic.isServer && id % 4n !== 0n) {
      this.violated(H3.ID_ERROR, `a GOAWAY for stream ${id}, which is no request`)
      return
    }
    this.#goaway = id
    for (const [streamId, callback] of this.#unanswered) if (BigInt(streamId) >= id) callback()
  }

  #onSettings(list: readonly settings.Setting[]): void {
    this.#peerSettings = list
    const [violation] = settings.violations(list)
    if (violation) this.violated(H3.SETTINGS_ERROR, `in the peer's SETTINGS ${violation}`)
    for (const {id} of list) this.bear({kind: 'setting', id})
    this.#settleSettings()
  }

  #onBidirectional(stream: QuicStream): void {
    this.#highestStream = Math.max(this.#highestStream, Math.floor(stream.id / 4))
    if (this.quic.isServer) this.onRequest(stream)
    // RFC 9114 section 6.1: servers do not open bidirectional streams.
    else this.violated(H3.STREAM_CREATION_ERROR, 'the server opened a bidirectional stream')
  }

  #onDatagram(bytes: Uint8Array, start: number, end: number, atNs: number): void {
    if (this.options.forms?.passesOver(bytes.subarray(start, end), this)) return
    const fast = varint.peekFast(bytes, start, end)
    if (fast < 0) {
      this.#onUnusualDatagram(bytes, start, end)
      return
    }
    const quarterId = Math.floor(fast / 16)
    const payloadStart = start + (fast % 16)
    const target = this.#targets.get(quarterId)
    if (target) target(bytes, payloadStart, end, atNs)
    else this.#onStrayDatagram(quarterId, bytes.subarray(payloadStart, end), atNs)
  }

  /** No Quarter Stream ID, one beyond the limit, or one that only a huge stream number would have. */
  #onUnusualDatagram(bytes: Uint8Array, start: number, end: number): void {
    const width = start < end ? 1 << ((bytes[start] ?? 0) >> 6) : 1
    if (start + width > end) {
      this.violated(H3.DATAGRAM_ERROR, 'a DATAGRAM frame too short for a Quarter Stream ID')
      return
    }
    const id = BigInt.asUintN(62, new DataView(bytes.buffer, bytes.byteOffset + start, 8).getBigUint64(0))
    if (id > MAX_QUARTER_STREAM_ID) this.violated(H3.DATAGRAM_ERROR, 'a Quarter Stream ID beyond 2^60 - 1')
    else if (this.#isBeyondLimit(id)) this.#onBeyondLimit()
    else this.note('a datagram for a stream that does not exist yet')
  }

  #onStrayDatagram(quarterId: number, payload: Uint8Array, atNs: number): void {
    // A client opens all requests itself, so for it a stray one is always late.
    if (!this.quic.isServer) return
    if (quarterId <= this.#highestRequest) {
      this.bear({kind: 'late-datagram'})
      return
    }
    if (this.#isBeyondLimit(quarterId)) {
      this.#onBeyondLimit()
      return
    }
    const {kept, onEarly} = this.early
    if (onEarly === 'close-connection') {
      this.violated(H3.ID_ERROR, 'a datagram for a stream that does not exist yet')
      return
    }
    if (this.#early.length >= kept) this.#early.shift()
    this.#early.push({quarterId, payload: payload.slice(), atNs})
  }

  /** The limit grows with streams that are over, and those were all seen: this is as far as it may have come. */
  #isBeyondLimit(quarterId: number | bigint): boolean {
    const {maxRequests} = this.options
    return maxRequests !== undefined && quarterId > maxRequests + this.#highestStream
  }

  /** RFC 9297 section 2.1. */
  #onBeyondLimit(): void {
    this.violated(H3.ID_ERROR, 'a datagram for a stream beyond the limit')
  }
}
