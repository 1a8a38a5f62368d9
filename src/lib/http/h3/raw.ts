/**
 * The rude side of HTTP/3: sends exactly what it is told, right or wrong, and judges nothing that comes. By itself it
 * opens a control stream with SETTINGS, if there are any to be sent, and reads everything.
 */
import type {QuicConnection} from '../../quic/connection.js'
import type {QuicEndpoint} from '../../quic/endpoint.js'
import {concat} from '../../wire/bytes.js'
import {H3} from '../../wire/error-codes.js'
import * as frame from '../../wire/h3-frame.js'
import * as settings from '../../wire/h3-settings.js'
import * as varint from '../../wire/varint.js'
import type {QuicStream} from '../../quic/stream.js'
import type {Ending} from '../ending.js'
import {dialQuic, type DialOutcome, type QuicDialEvents, type QuicDialOptions} from './dial-quic.js'
import {endingOf} from './endings.js'
import {RawPeerStreams, type RawPeerStream} from './raw-peer-streams.js'
import {RawH3Stream, type RawStreamEvents} from './raw-stream.js'

export interface RawH3Events {
  /** The payload is valid during the call only; received at `atNs` on the monotonic clock. */
  onDatagram(payload: Uint8Array, atNs: number): void
  /** Something happened on a stream that the peer opened, in words. */
  onPeerStream(what: string): void
}

export type RawDatagramOutcome = ReturnType<QuicConnection['sendDatagram']>

export class RawH3 implements AsyncDisposable {
  readonly ended: Promise<Ending>
  readonly #peer: RawPeerStreams
  #control: Promise<QuicStream | undefined> = Promise.resolve(undefined)
  #settle!: () => void

  /** Settles when the peer's SETTINGS are there, or the connection is over without. */
  readonly settingsArrived = new Promise<void>(resolve => {
    this.#settle = resolve
  })

  constructor(
    private readonly quic: QuicConnection,
    private readonly endpoint: QuicEndpoint,
    events: RawH3Events,
  ) {
    this.#peer = new RawPeerStreams(what => {
      events.onPeerStream(what)
      if (this.#peer.peerSettings) this.#settle()
    })
    this.ended = quic.ended.then(endingOf)
    void this.ended.then(() => {
      this.#settle()
    })
    quic.use({
      onStream: stream => void this.#peer.accept(stream),
      onDatagram: (bytes, start, end, atNs) => {
        events.onDatagram(bytes.subarray(start, end), atNs)
      },
      onDrain: () => undefined,
    })
  }

  get peerStreams(): readonly RawPeerStream[] {
    return this.#peer.list
  }

  /** As received; undefined: not yet. */
  get peerSettings(): readonly settings.Setting[] | undefined {
    return this.#peer.peerSettings
  }

  /** Opens the control stream with these, once the peer lets us. */
  start(ours: readonly settings.Setting[]): void {
    this.#control = this.quic.openStream(true)
    const list = frame.write(frame.SETTINGS, settings.write(ours))
    void this.control(concat(varint.write(frame.stream.CONTROL), list))
  }

  /** More for our control stream. False: there is none, or it takes no more. */
  async control(bytes: Uint8Array, finish = false): Promise<boolean> {
    return (await (await this.#control)?.write(bytes, finish)) ?? false
  }

  /** Gives our control stream up. */
  async resetControl(code: bigint): Promise<void> {
    ;(await this.#control)?.reset(code)
  }

  /** Waits for the peer's stream limit if need be; undefined if the connection ends first. */
  async open(unidirectional: boolean, events: RawStreamEvents): Promise<RawH3Stream | undefined> {
    const stream = await this.quic.openStream(unidirectional)
    return stream && new RawH3Stream(stream, events)
  }

  /** Quarter Stream ID and all. */
  datagram(payload: Uint8Array): RawDatagramOutcome {
    return this.quic.sendDatagram(payload)
  }

  /** The largest payload now; undefined: none on this connection. */
  get maxDatagramBytes(): number | undefined {
    return this.quic.maxDatagramBytes
  }

  /** Frames of QUIC in a 1-RTT packet of ours. */
  inject(frames: Uint8Array): RawDatagramOutcome {
    return this.quic.injectFrames(frames)
  }

  stats(): ReturnType<QuicConnection['stats']> {
    return this.quic.stats()
  }

  close(code: bigint): void {
    this.quic.close(code)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.endpoint.close(H3.NO_ERROR)
    await this.endpoint[Symbol.asyncDispose]()
  }
}

export interface RawH3DialOptions extends QuicDialOptions {
  /** What we announce, in this order, right or wrong; `none`: no control stream is opened. */
  readonly settings: readonly settings.Setting[] | 'none'
}

/** As dialH3. */
export async function dialRawH3(
  options: RawH3DialOptions,
  events: QuicDialEvents & RawH3Events,
  signal: AbortSignal,
): Promise<DialOutcome<{readonly raw: RawH3}>> {
  const {settings: ours} = options
  const dialed = await dialQuic(
    options,
    events,
    {
      use: (connection, endpoint) => new RawH3(connection, endpoint, events),
      start: raw => {
        if (ours !== 'none') raw.start(ours)
      },
    },
    signal,
  )
  if (dialed.kind !== 'connected') return dialed
  return {kind: 'connected', raw: dialed.user, handshake: dialed.handshake}
}
