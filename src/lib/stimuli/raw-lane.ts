/**
 * A UDP tunnel on a raw stream of HTTP/3 or HTTP/2, with the octets of its stream in a probe's hands. Questions to the
 * target go out in either way that the version has, and answers are heard in whichever way they come.
 */
import type {HeaderList} from '../http/transport.js'
import type {RawExchange, RawHttp2, RawHttp3} from '../spec/raw-rig.js'
import type {Rig} from '../spec/rig.js'
import type {TargetTalk} from '../spec/tunnel-rig.js'
import * as capsule from '../wire/capsule.js'
import {concat} from '../wire/bytes.js'
import {readContext} from './arrivals.js'
import {goodFields, udpWish} from './malformed-requests.js'
import {payloadCapsule} from './data-stream.js'
import {sendBy} from './raw-udp.js'

export type RawStreams = RawHttp3 | RawHttp2

const ATTEMPTS = 15

export class RawLane {
  readonly #reader = new capsule.Reader()
  readonly #talks: TargetTalk[] = []
  #contentRead = 0
  #framesRead = 0
  #type = -1n
  #parts: Uint8Array[] = []
  /** Octets that went onto the data stream. */
  sentBytes = 0

  private constructor(
    private readonly rig: Rig,
    private readonly raw: RawStreams,
    readonly exchange: RawExchange,
  ) {}

  /** undefined: the request was not answered with a success. */
  static async open(rig: Rig, raw: RawStreams, signal: AbortSignal): Promise<RawLane | undefined> {
    const fields: HeaderList = goodFields(rig, udpWish(rig))
    const exchange = await raw.request(fields, signal)
    const answer = await exchange?.answer(rig.timeoutMs, signal)
    if (!exchange || answer?.kind !== 'response' || answer.status < 200 || answer.status > 299) return undefined
    return new RawLane(rig, raw, exchange)
  }

  /** A conversation of its own: late answers of another are none of this one. @throws Obstacle if nobody is there */
  talk(): TargetTalk {
    const talk = this.rig.talk()
    this.#talks.push(talk)
    return talk
  }

  /** Asks again and again until it is answered. `auto`: in DATAGRAM frames over HTTP/3. */
  async echo(talk: TargetTalk, signal: AbortSignal, carrier: 'auto' | 'capsule' = 'auto'): Promise<boolean> {
    for (let attempt = 0; attempt < ATTEMPTS && this.raw.ending() === null; attempt++) {
      const question = talk.question()
      if (question && carrier === 'auto' && 'datagrams' in this.raw) await sendBy(this.raw, this.exchange, question)
      else if (question) await this.data(payloadCapsule(question))
      if (await this.rig.until(() => this.answers(talk) > 0, this.rig.patienceMs / 2, signal)) return true
    }
    return false
  }

  /** Onto the data stream. False: it takes no more. */
  data(bytes: Uint8Array): Promise<boolean> {
    this.sentBytes += bytes.length
    return this.exchange.data(bytes)
  }

  answers(talk: TargetTalk): number {
    this.#listen()
    return talk.answers
  }

  #listen(): void {
    if ('datagrams' in this.raw) {
      for (const {payload} of this.raw.datagrams.slice(this.#framesRead)) {
        this.#framesRead++
        const inner = readContext(payload)
        if (inner && inner.contextId * 4n === this.exchange.id) this.#hear(inner.rest)
      }
    }
    const content = this.exchange.content()
    for (const part of this.#reader.push(content.subarray(this.#contentRead))) {
      if (part.part === 'header') [this.#type, this.#parts] = [part.header.type.value, []]
      else if (part.part === 'value') this.#parts.push(part.bytes)
      else if (this.#type === capsule.DATAGRAM) this.#hear(concat(...this.#parts))
    }
    this.#contentRead = content.length
  }

  /** An HTTP Datagram. */
  #hear(datagram: Uint8Array): void {
    const udp = readContext(datagram)
    if (udp?.contextId === 0n) this.#talks.some(talk => talk.hears(udp.rest))
  }
}
