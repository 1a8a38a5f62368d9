/** The cooperating target: docs/responder-protocol.md says what it does and what it never does. */
import type {ArrivedPacket, Net, SendOutcome, UdpSocket} from '../net/net.js'
import type {Clock} from '../spec/clock.js'
import {toHex} from '../wire/bytes.js'
import {WireError} from '../wire/error.js'
import {Gate} from './gate.js'
import * as items from './items.js'
import {item} from './items.js'
import * as message from './message.js'
import {type, type Item, type Message, type ResponderKey} from './message.js'
import {Session} from './session.js'

export interface ResponderOptions {
  readonly net: Net
  readonly clock: Clock
  readonly key: ResponderKey
  /** IP and port; port 0 lets the system choose. */
  readonly local: string
}

const MAX_SESSIONS = 1024
const MAX_SOURCES = 4096
const CAPABILITIES = ['echo', 'report', 'cmsg', 'sizes']
/** An answer longer than its question, for whoever has shown where they are. */
const MAX_WANTED = 9000

export class Responder implements AsyncDisposable {
  readonly #socket: UdpSocket
  readonly #gate: Gate
  readonly #sessions = new Map<string, Session>()
  /** Registered sources and the session their datagrams belong to. */
  readonly #sources = new Map<string, Session>()

  /** @throws NetError */
  constructor(private readonly options: ResponderOptions) {
    this.#gate = new Gate(options.clock)
    this.#socket = options.net.udp(
      {local: options.local},
      {
        onPacket: packet => {
          this.#onPacket(packet)
        },
      },
    )
  }

  get address(): string {
    return this.#socket.localAddress
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#socket[Symbol.asyncDispose]()
  }

  #onPacket(packet: ArrivedPacket): void {
    const bytes = packet.bytes.subarray(packet.start, packet.end)
    const question = message.looksLikeMessage(bytes) ? message.read(this.options.key, bytes) : undefined
    const {from} = packet
    if (!question) {
      this.#registered(from)?.record(packet)
      return
    }
    if (!this.#gate.isNew(question.nonce)) return
    const proven = this.#gate.isGoodCookie(from, items.find(question, item.COOKIE))
    if (!proven && !this.#gate.isTimely(question.timeMs)) {
      this.#answer(question, type.COOKIE_WANTED, [items.cookie(this.#gate.makeCookie(from))], packet, false)
      return
    }
    try {
      this.#serve(question, packet, proven)
    } catch (error) {
      // Signed and yet unreadable: an asker of another making. Silence is the only safe answer.
      if (!(error instanceof WireError)) throw error
    }
  }

  #serve(question: Message, packet: ArrivedPacket, proven: boolean): void {
    switch (question.type) {
      case type.HELLO:
        this.#hello(question, packet, proven)
        break
      case type.ECHO:
        this.#echo(question, packet, proven)
        break
      case type.REPORT:
        this.#report(question, packet, proven)
        break
      case type.BYE:
        this.#bye(question, packet)
        break
      default:
        break
    }
  }

  #hello(question: Message, packet: ArrivedPacket, proven: boolean): void {
    if (!this.#register(question, packet.from)) return
    const {tos, ttl, from} = packet
    const answer = [
      items.observed(from),
      items.marks({tos, ttl}),
      items.cookie(this.#gate.makeCookie(from)),
      items.capabilities(CAPABILITIES),
    ]
    this.#answer(question, type.WELCOME, answer, packet, proven)
  }

  #echo(question: Message, packet: ArrivedPacket, proven: boolean): void {
    const session = this.#register(question, packet.from)
    const number = items.readNumber(question, item.SEQUENCE)
    if (!session || number === undefined) return
    session.echo(number)
    session.answers++
    const {tos, ttl, from, atNs} = packet
    const answer = [
      items.sequence(number),
      items.observed(from),
      items.marks({tos, ttl}),
      items.times(BigInt(Math.round(atNs)), this.options.clock.nowNs()),
      items.counts(session.counts),
    ]
    const length = packet.end - packet.start
    if (items.readNumber(question, item.WANTED) === 0) {
      this.#socket.send(new Uint8Array(0), {to: from})
      return
    }
    const wanted = items.readNumber(question, item.WANTED) ?? length
    const allowed = Math.min(wanted, proven ? Math.max(MAX_WANTED, length) : length)
    // What our own system refuses, it refuses at once: a short answer says so.
    if (this.#answer(question, type.ECHOED, answer, packet, proven, allowed) !== 'too-large') return
    this.#answer(question, type.ECHOED, [...answer, items.refused(allowed)], packet, false)
  }

  #report(question: Message, packet: ArrivedPacket, proven: boolean): void {
    const session = this.#session(question)
    if (!session) {
      this.#answer(
        question,
        type.REPORTED,
        [items.counts({echoes: 0, answers: 0, recorded: 0, dropped: 0})],
        packet,
        proven,
      )
      return
    }
    session.renew(this.options.clock.now())
    const from = items.readNumber(question, item.SINCE) ?? 0
    const room = proven ? MAX_ANSWER : packet.end - packet.start
    const answer: Item[] = [items.counts(session.counts), items.seen(session.seen)]
    let size = sizeOf(answer)
    for (const recorded of session.recordsFrom(from)) {
      const next = items.record(recorded)
      size += 4 + next.value.length
      if (size > room) break
      answer.push(next)
    }
    this.#answer(question, type.REPORTED, answer, packet, proven)
  }

  #bye(question: Message, packet: ArrivedPacket): void {
    const name = items.find(question, item.TOKEN)
    const session = this.#session(question)
    if (name && session) {
      this.#sessions.delete(toHex(name))
      for (const [source, belongs] of this.#sources) if (belongs === session) this.#sources.delete(source)
    }
    this.#answer(question, type.FAREWELL, [], packet, false)
  }

  #answer(
    question: Message,
    answerType: number,
    answer: readonly Item[],
    packet: ArrivedPacket,
    proven: boolean,
    padTo = 0,
  ): SendOutcome | undefined {
    const size = sizeOf(answer)
    // Never longer than the question, unless the asker has shown that it is where it says.
    if (size > packet.end - packet.start && !proven) return undefined
    const padded = padTo - size >= 4 ? [...answer, items.padding(padTo - size - 4)] : answer
    const timeMs = this.options.clock.wall().getTime()
    const bytes = message.write(this.options.key, {type: answerType, nonce: question.nonce, timeMs, items: padded})
    return this.#socket.send(bytes, {to: packet.from})
  }

  /** The session of the question's TOKEN, made if need be, with this source registered to it. */
  #register(question: Message, source: string): Session | undefined {
    const name = items.find(question, item.TOKEN)
    if (name?.length !== 8) return undefined
    const now = this.options.clock.now()
    const key = toHex(name)
    const known = this.#session(question)
    const session = known ?? new Session(now)
    if (!known) {
      this.#makeRoom(now)
      this.#sessions.set(key, session)
    }
    session.renew(now)
    if (!this.#sources.has(source) && this.#sources.size >= MAX_SOURCES) return undefined
    this.#sources.set(source, session)
    return session
  }

  #session(question: Message): Session | undefined {
    const name = items.find(question, item.TOKEN)
    const session = name && this.#sessions.get(toHex(name))
    return session && !session.isOver(this.options.clock.now()) ? session : undefined
  }

  #registered(source: string): Session | undefined {
    const session = this.#sources.get(source)
    return session && !session.isOver(this.options.clock.now()) ? session : undefined
  }

  /** What is over goes; if that is not enough, the oldest. */
  #makeRoom(now: number): void {
    for (const [key, session] of this.#sessions) {
      if (!session.isOver(now) && this.#sessions.size < MAX_SESSIONS) continue
      this.#sessions.delete(key)
      for (const [source, belongs] of this.#sources) if (belongs === session) this.#sources.delete(source)
    }
  }
}

/** A proven asker gets at most what fits any path. */
const MAX_ANSWER = 1200

function sizeOf(answer: readonly Item[]): number {
  return message.OVERHEAD + answer.reduce((size, {value}) => size + 4 + value.length, 0)
}
