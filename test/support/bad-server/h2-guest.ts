/**
 * A client as a bad server of HTTP/2 sees it: raw frames, so that anything at all can be sent. What a script does not do,
 * nobody does: not even SETTINGS are sent unless it says so.
 */
import {RawHttp2, type RawOptions} from '../../../src/lib/http/h2/raw.js'
import {SERVER_SETTINGS} from '../../../src/lib/http/h2/settings.js'
import type {ByteStream} from '../../../src/lib/net/stream/byte-stream.js'
import {concat} from '../../../src/lib/wire/bytes.js'
import * as capsule from '../../../src/lib/wire/capsule.js'
import * as frame from '../../../src/lib/wire/h2-frame.js'
import type {Setting} from '../../../src/lib/wire/h2-settings.js'
import type {Fields} from './guest.js'

/** Context ID 0. */
const UDP = Uint8Array.of(0)

export class H2Guest {
  readonly raw: RawHttp2
  /** Octets the client let us send: what it could be made to hold. */
  sent = 0

  constructor(
    readonly stream: ByteStream,
    options: Omit<RawOptions, 'role'> = {},
  ) {
    this.raw = new RawHttp2(stream, {...options, role: 'server'})
  }

  get alive(): boolean {
    return this.stream.ending === undefined && this.stream.writable
  }

  async send(...parts: readonly Uint8Array[]): Promise<boolean> {
    const sent = await this.raw.send(...parts)
    if (sent) this.sent += parts.reduce((size, {length}) => size + length, 0)
    return sent
  }

  settle(list: readonly Setting[] = SERVER_SETTINGS): Promise<boolean> {
    return this.raw.greet(list)
  }

  /** SETTINGS, then the first request. */
  async greet(list: readonly Setting[] = SERVER_SETTINGS): Promise<H2Visit> {
    await this.settle(list)
    return this.request()
  }

  /** The next request, once its head is there. */
  async request(): Promise<H2Visit> {
    const seen = await this.raw.next(({fields}) => fields !== undefined)
    if (!seen?.fields) throw new Error('the client left without a request')
    const path = seen.fields.find(({name}) => name === ':path')?.value ?? ''
    return new H2Visit(this, seen.header.streamId, path)
  }

  /** Until the client has enough, or so many times. */
  async flood(frames: (round: number) => Uint8Array, rounds: number): Promise<void> {
    for (let round = 0; round < rounds && this.alive; round++) if (!(await this.send(frames(round)))) return
  }
}

/** One request of a guest. */
export class H2Visit {
  constructor(
    readonly guest: H2Guest,
    readonly id: number,
    readonly path: string,
  ) {}

  /** A HEADERS frame with exactly these fields. */
  head(fields: Fields, flags = frame.END_HEADERS): Uint8Array {
    return this.guest.raw.headers(
      this.id,
      fields.map(([name, value]) => ({name, value, representation: 'without', literalName: true})),
      flags,
    )
  }

  answer(...fields: Fields): Promise<boolean> {
    return this.guest.send(this.head(fields))
  }

  async accept(): Promise<void> {
    await this.answer([':status', '200'], ['capsule-protocol', '?1'])
  }

  data(bytes: Uint8Array, flags = 0): Uint8Array {
    return this.guest.raw.data(this.id, bytes, flags)
  }

  /** A UDP payload on its way to the client. */
  datagram(payload: Uint8Array): Uint8Array {
    return this.data(capsule.write(capsule.DATAGRAM, concat(UDP, payload)))
  }

  frame(type: number, payload: Uint8Array, flags = 0): Uint8Array {
    return frame.write(type, payload, {flags, streamId: this.id})
  }
}
