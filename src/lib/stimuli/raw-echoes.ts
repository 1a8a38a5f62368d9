/**
 * Questions to the target through one tunnel of a raw connection of HTTP/3, put into frames or into capsules, and by
 * which of the two the answers came: whatever was agreed.
 */
import type {RawExchange, RawHttp3} from '../spec/raw-rig.js'
import type {Rig} from '../spec/rig.js'
import type {TargetTalk} from '../spec/tunnel-rig.js'
import {concat} from '../wire/bytes.js'
import * as capsule from '../wire/capsule.js'
import * as settings from '../wire/h3-settings.js'
import {WireError} from '../wire/error.js'
import * as httpDatagram from '../wire/http-datagram.js'
import {datagramFor, isSuccess, statusOf, tunnelFields} from './h3-requests.js'

/** SETTINGS of ours that agree to DATAGRAM frames, and to nothing strange. */
export const AGREEING = [
  {id: settings.ENABLE_CONNECT_PROTOCOL, value: 1n},
  {id: settings.H3_DATAGRAM, value: 1n},
]

export type Way = 'frame' | 'capsule'

export class RawEchoes {
  /** Answers, by how they came. */
  readonly answers = {frame: 0, capsule: 0}
  readonly talk: TargetTalk
  readonly #read = {frame: 0, capsule: 0}

  /** @throws Obstacle if there is nobody to talk to */
  constructor(
    private readonly rig: Rig,
    private readonly raw: RawHttp3,
    readonly exchange: RawExchange,
  ) {
    this.talk = rig.talk()
  }

  /** A tunnel to the target. The status, and echoes on it if that is a success. @throws Obstacle */
  static async open(
    rig: Rig,
    raw: RawHttp3,
    signal: AbortSignal,
  ): Promise<{status: number | null; echoes?: RawEchoes}> {
    const exchange = await raw.request(tunnelFields(rig.place), signal)
    const status = exchange ? statusOf(await exchange.answer(rig.timeoutMs, signal)) : null
    return exchange && isSuccess(status) ? {status, echoes: new RawEchoes(rig, raw, exchange)} : {status}
  }

  get count(): number {
    this.listen()
    return this.answers.frame + this.answers.capsule
  }

  /** In a frame if it fits one, and if that is wanted. How it went; undefined: there is nothing that is answered. */
  async ask(way: Way, bytes?: number): Promise<Way | undefined> {
    const question = this.talk.question('echo', bytes)
    if (!question) return undefined
    const payload = datagramFor(this.exchange, question)
    if (way === 'frame' && (await this.raw.datagram(payload)) === 'accepted') return 'frame'
    await this.exchange.data(capsule.write(capsule.DATAGRAM, httpDatagram.writeContext(0n, question)))
    return 'capsule'
  }

  /** Asks, up to so many times, until there are as many answers more. */
  async echo(
    signal: AbortSignal,
    {way = 'frame', wanted = 1, attempts = wanted + 5, bytes}: EchoWish = {},
  ): Promise<boolean> {
    const end = this.count + wanted
    for (let attempt = 0; attempt < attempts && this.count < end; attempt++) {
      const before = this.count
      await this.ask(way, bytes)
      await this.rig.until(() => this.count > before, this.rig.patienceMs / 2, signal)
    }
    return this.count >= end
  }

  /** Hears what came since. */
  listen(): void {
    for (const {payload} of this.raw.datagrams.slice(this.#read.frame)) this.#hear('frame', unwrapped(payload))
    this.#read.frame = this.raw.datagrams.length
    const capsules = datagramCapsules(this.exchange.content())
    for (const payload of capsules.slice(this.#read.capsule)) this.#hear('capsule', payload.subarray(1))
    this.#read.capsule = capsules.length
  }

  #hear(way: Way, udp: Uint8Array | undefined): void {
    const before = this.talk.answers
    if (udp && this.talk.hears(udp) && this.talk.answers > before) this.answers[way]++
  }
}

export interface EchoWish {
  readonly way?: Way
  readonly wanted?: number
  readonly attempts?: number
  readonly bytes?: number
}

function unwrapped(payload: Uint8Array): Uint8Array | undefined {
  try {
    return httpDatagram.readContext(httpDatagram.read(payload).payload).payload
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}

/** Payloads of whole DATAGRAM capsules, in context 0 or another of one octet. */
function datagramCapsules(bytes: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = []
  let current: Uint8Array[] | undefined
  for (const part of new capsule.Reader().push(bytes)) {
    if (part.part === 'header') current = part.header.type.value === capsule.DATAGRAM ? [] : undefined
    else if (part.part === 'value') current?.push(part.bytes.slice())
    else if (current) found.push(concat(...current))
  }
  return found
}
