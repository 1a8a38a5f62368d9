/**
 * A client as a bad server sees it: raw streams, frames and datagrams, so that anything at all can be sent. What a
 * script does not do, nobody does: not even SETTINGS are sent unless it says so.
 */
import {createSocket} from 'node:dgram'
import {readFrames} from '../../../src/lib/http/h3/frame-reader.js'
import {ourSettings} from '../../../src/lib/http/h3/settings.js'
import type {QuicConnection} from '../../../src/lib/quic/connection.js'
import type {QuicStream} from '../../../src/lib/quic/stream.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {concat} from '../../../src/lib/wire/bytes.js'
import * as frame from '../../../src/lib/wire/h3-frame.js'
import * as settings from '../../../src/lib/wire/h3-settings.js'
import * as fieldSection from '../../../src/lib/wire/qpack/field-section.js'
import * as varint from '../../../src/lib/wire/varint.js'

export const HONEST_SETTINGS = settings.write(ourSettings(seeded(1)))

/** Quarter Stream ID 0 and Context ID 0: a UDP payload in the first tunnel. */
const FIRST_TUNNEL = Uint8Array.of(0, 0)

const ARRIVAL_MS = 100

export class Guest {
  readonly #streams: QuicStream[] = []
  readonly #datagrams: Uint8Array[] = []
  #onStream: ((stream: QuicStream) => void) | undefined
  #onDatagram: ((bytes: Uint8Array) => void) | undefined

  constructor(readonly connection: QuicConnection) {
    connection.use({
      onStream: stream => {
        if (stream.direction === 'receiving') return
        if (this.#onStream) this.#onStream(stream)
        else this.#streams.push(stream)
      },
      onDatagram: (bytes, start, end) => {
        const payload = bytes.slice(start, end)
        if (this.#onDatagram) this.#onDatagram(payload)
        else this.#datagrams.push(payload)
      },
      onDrain: () => undefined,
    })
  }

  /** A unidirectional stream of ours with these bytes; undefined if the connection ended before. */
  async stream(bytes: Uint8Array, finish = false): Promise<QuicStream | undefined> {
    const stream = await this.connection.openStream(true)
    await stream?.write(bytes, finish)
    return stream
  }

  /** The control stream, with these frames. */
  control(...frames: readonly Uint8Array[]): Promise<QuicStream | undefined> {
    return this.stream(concat(Uint8Array.of(0), ...frames))
  }

  /** The control stream as it should be. */
  settle(): Promise<QuicStream | undefined> {
    return this.control(frame.write(frame.SETTINGS, HONEST_SETTINGS))
  }

  /** SETTINGS as they should be, then the first request. */
  async greet(): Promise<Visit> {
    await this.settle()
    return this.request()
  }

  /** The client's first request, once its head is there. */
  async request(): Promise<Visit> {
    const stream =
      this.#streams.shift() ??
      (await new Promise<QuicStream>(resolve => {
        this.#onStream = resolve
      }))
    for await (const event of readFrames(stream)) {
      if (event.kind !== 'frame' || event.type !== frame.HEADERS) continue
      const path = fieldSection.read(event.payload).find(({name}) => name === ':path')?.value ?? ''
      return new Visit(this, stream, path)
    }
    throw new Error('the client ended its stream without a request')
  }

  onDatagram(handle: (bytes: Uint8Array) => void): void {
    this.#onDatagram = handle
    for (const bytes of this.#datagrams.splice(0)) handle(bytes)
  }

  /** As long as the connection lives. */
  get alive(): boolean {
    return this.connection.end === undefined
  }
}

export type Fields = readonly (readonly [name: string, value: string])[]

/** One request of a guest. */
export class Visit {
  constructor(
    readonly guest: Guest,
    readonly stream: QuicStream,
    readonly path: string,
  ) {}

  /** A HEADERS frame with exactly these fields. */
  head(...fields: Fields): Promise<boolean> {
    return this.stream.write(head(...fields))
  }

  async accept(): Promise<void> {
    await this.head([':status', '200'], ['capsule-protocol', '?1'])
  }

  /** An honest tunnel, until `limit` answers went back to the client and had time to arrive; resolves then. */
  async carry(limit: number): Promise<void> {
    await this.accept()
    const [, port = '', host = ''] = this.path.split('/').toReversed()
    const socket = createSocket(host.includes(':') || host.includes('%') ? 'udp6' : 'udp4')
    const over = new Promise<void>(resolve => {
      let answers = 0
      socket.on('message', bytes => {
        if (++answers > limit) return
        this.guest.connection.sendDatagram(concat(FIRST_TUNNEL, bytes))
        if (answers === limit) setTimeout(resolve, ARRIVAL_MS)
      })
    })
    this.guest.onDatagram(bytes => {
      socket.send(bytes.subarray(FIRST_TUNNEL.length), Number(port), decodeURIComponent(host))
    })
    await Promise.race([over, this.guest.connection.ended])
    this.guest.onDatagram(() => undefined)
    socket.close()
  }
}

export function head(...fields: Fields): Uint8Array {
  const list = fields.map(([name, value]) => ({name, value}))
  return frame.write(frame.HEADERS, fieldSection.write(list, {literal: true, huffman: false}))
}

/** A frame whose length says something else than what follows. */
export function lyingFrame(type: bigint, length: bigint, value: Uint8Array = new Uint8Array(0)): Uint8Array {
  return concat(varint.write(type), varint.write(length), value)
}
