/**
 * The rude side of HTTP/2, of both ends: sends exactly the octets it is told, right or wrong, and tells of every frame
 * that comes. By itself it only does what keeps a peer talking: it acknowledges SETTINGS and PINGs and opens windows,
 * and each of these can be switched off.
 */
import type {Duplex} from 'node:stream'
import * as frame from '../../wire/h2-frame.js'
import * as payload from '../../wire/h2-payload.js'
import * as settings from '../../wire/h2-settings.js'
import {Encoder, type EncodeField} from '../../wire/hpack/encoder.js'
import {AsyncQueue} from '../async-queue.js'
import {RawReader, type RawFrame} from './raw-reader.js'

export interface RawOptions {
  readonly role: 'client' | 'server'
  /** Acknowledge SETTINGS and PING; by default yes. */
  readonly acknowledge?: boolean
  /** Give back what DATA took from the windows; by default yes. */
  readonly openWindows?: boolean
}

/** Frames that wait for a reader; beyond that the peer is not read from. */
const MAX_WAITING = 1000
const DEFAULT_WINDOW = 65_535

export class RawHttp2 implements AsyncDisposable {
  readonly #queue = new AsyncQueue<RawFrame>()
  readonly #reader: RawReader
  readonly #encoder = new Encoder()
  readonly #credit = new Map<number, number>([[0, DEFAULT_WINDOW]])
  #initialCredit = DEFAULT_WINDOW
  #waiting = 0
  /** Who says nothing does not even acknowledge. */
  #talks: 'not yet' | 'yes' | 'no more' = 'not yet'
  #peerSettings: readonly settings.Setting[] | undefined

  constructor(
    readonly stream: Duplex,
    private readonly options: RawOptions,
  ) {
    this.#reader = new RawReader(options.role === 'server')
    stream.on('data', (bytes: Uint8Array) => {
      for (const seen of this.#reader.push(bytes)) this.#onFrame(seen)
    })
    stream.on('error', () => undefined)
    stream.on('close', () => {
      this.#queue.close()
    })
    stream.on('end', () => {
      this.#queue.close()
    })
  }

  /** Of the peer, as received; undefined before the first. */
  get peerSettings(): readonly settings.Setting[] | undefined {
    return this.#peerSettings
  }

  /** The peer does not speak HTTP/2. */
  get isForeign(): boolean {
    return this.#reader.isForeign
  }

  /** Octets of DATA the peer takes now on this stream, 0 being the connection: nobody is kept from sending more. */
  credit(streamId: number): number {
    return this.#credit.get(streamId) ?? this.#initialCredit
  }

  /** Every frame that comes, in order. One reader; ends with the connection. */
  async *received(): AsyncGenerator<RawFrame, void, undefined> {
    for await (const seen of this.#queue) {
      if (--this.#waiting < MAX_WAITING) this.stream.resume()
      yield seen
    }
  }

  /** The next frame that this accepts, the others thrown away; undefined if the connection ends before. */
  async next(accepts: (seen: RawFrame) => boolean): Promise<RawFrame | undefined> {
    // Not `for await`: leaving that would end the reader, and there is more to come.
    const frames = this.received()
    for (;;) {
      const {value, done} = await frames.next()
      if (done) return undefined
      if (accepts(value)) return value
    }
  }

  /** Any octets at all. False: the connection takes no more. */
  send(...parts: readonly Uint8Array[]): Promise<boolean> {
    const {stream} = this
    if (this.#talks === 'not yet') this.#talks = 'yes'
    if (stream.destroyed || !stream.writable) return Promise.resolve(false)
    return new Promise(resolve => {
      stream.write(Buffer.concat(parts), error => resolve(!error))
    })
  }

  /** Preface, as a client, and SETTINGS. */
  greet(list: readonly settings.Setting[]): Promise<boolean> {
    const ours = frame.write(frame.SETTINGS, settings.write(list))
    return this.options.role === 'client' ? this.send(frame.PREFACE, ours) : this.send(ours)
  }

  /** A HEADERS frame; the block takes part in the compression of the connection. */
  headers(streamId: number, fields: readonly EncodeField[], flags = frame.END_HEADERS): Uint8Array {
    return frame.write(frame.HEADERS, this.block(fields), {flags, streamId})
  }

  /** A header block, for frames of one's own making. */
  block(fields: readonly EncodeField[]): Uint8Array {
    return this.#encoder.write(fields)
  }

  /** A DATA frame, whatever the windows say. */
  data(streamId: number, bytes: Uint8Array, flags = 0): Uint8Array {
    for (const id of [0, streamId]) this.#credit.set(id, this.credit(id) - bytes.length)
    return frame.write(frame.DATA, bytes, {flags, streamId})
  }

  /** From now on nothing is sent that is not asked for. */
  keepQuiet(): void {
    this.#talks = 'no more'
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stream.destroy()
    await Promise.resolve()
  }

  #onFrame(seen: RawFrame): void {
    this.#answer(seen)
    this.#queue.push(seen)
    if (++this.#waiting >= MAX_WAITING) this.stream.pause()
  }

  #answer({header, payload: content, bytes}: RawFrame): void {
    const {acknowledge = true, openWindows = true} = this.options
    const talks = this.#talks === 'yes'
    if (content?.kind === 'settings' && !content.ack) {
      this.#onSettings(content.settings)
      if (talks && acknowledge) void this.send(frame.write(frame.SETTINGS, new Uint8Array(0), {flags: frame.ACK}))
    }
    if (content?.kind === 'ping' && !content.ack && talks && acknowledge) {
      void this.send(frame.write(frame.PING, content.opaque, {flags: frame.ACK}))
    }
    if (content?.kind === 'window-update') {
      this.#credit.set(header.streamId, this.credit(header.streamId) + content.increment)
    }
    if (header.type === frame.DATA && bytes.length > 0 && talks && openWindows) this.#giveBack(header)
  }

  #giveBack({length, streamId}: frame.FrameHeader): void {
    const update = payload.writeWindowUpdate(length)
    void this.send(frame.write(frame.WINDOW_UPDATE, update), frame.write(frame.WINDOW_UPDATE, update, {streamId}))
  }

  /** RFC 9113 section 6.9.2: a new initial window changes those that are there. */
  #onSettings(list: readonly settings.Setting[]): void {
    this.#peerSettings = [...(this.#peerSettings ?? []), ...list]
    const initial = settings.value(list, settings.INITIAL_WINDOW_SIZE)
    if (initial === undefined) return
    const difference = Number(initial) - this.#initialCredit
    this.#initialCredit = Number(initial)
    for (const [id, credit] of this.#credit) if (id !== 0) this.#credit.set(id, credit + difference)
  }
}
