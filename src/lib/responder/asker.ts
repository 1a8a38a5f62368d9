/** The asker's side: questions made and answers understood. How they travel is the caller's affair. */
import {randomBytes} from 'node:crypto'
import type {Clock} from '../spec/clock.js'
import {toHex} from '../wire/bytes.js'
import * as items from './items.js'
import {item, type Counts, type Marks, type RecordedDatagram, type Run} from './items.js'
import * as message from './message.js'
import {type, type Item, type Message, type ResponderKey} from './message.js'

export interface Welcome {
  readonly observed: string | undefined
  readonly marks: Marks | undefined
  readonly capabilities: readonly string[]
}

export interface Echoed {
  readonly sequence: number
  readonly observed: string | undefined
  readonly marks: Marks | undefined
  /** What the responder needed between receiving and answering. */
  readonly heldNs: bigint
  readonly counts: Counts | undefined
  /** This answer is short because the responder's own system refused to send one of this length. */
  readonly refusedBytes: number | undefined
}

export interface Report {
  readonly counts: Counts
  readonly seen: readonly Run[]
  readonly records: readonly RecordedDatagram[]
}

export type Answer =
  | {readonly kind: 'welcome'; readonly welcome: Welcome}
  | {readonly kind: 'echoed'; readonly echoed: Echoed}
  | {readonly kind: 'report'; readonly report: Report}
  | {readonly kind: 'farewell'}
  /** Ask again: the cookie is in place now. */
  | {readonly kind: 'cookie-wanted'; readonly skewMs: number}

/** A question must be at least as long as its answer (no amplification). */
const HELLO_BYTES = 220
const REPORT_BYTES = 1200
/** The shortest echo whose answer still fits. */
export const MIN_ECHO_BYTES = 160
const SMALL_BYTES = 120
/** Questions whose answers we still recognise. */
const MAX_ASKED = 65_536

export class Asker {
  readonly #token: Uint8Array
  readonly #asked = new Map<string, number>()
  #cookie: Uint8Array | undefined

  constructor(
    private readonly key: ResponderKey,
    private readonly clock: Clock,
    token: Uint8Array = randomBytes(8),
  ) {
    this.#token = token
  }

  /** The same asker on another way: cookies belong to an address, the TOKEN to us. */
  sibling(): Asker {
    return new Asker(this.key, this.clock, this.#token)
  }

  hello(): Uint8Array {
    return this.#question(type.HELLO, [], HELLO_BYTES)
  }

  /** @param length of the whole message, at least MIN_ECHO_BYTES */
  echo(sequence: number, length: number): Uint8Array {
    return this.#question(type.ECHO, [items.sequence(sequence)], length)
  }

  /**
   * An echo whose answer has a length of its own; longer than the question only once there is a cookie.
   * @param length of the question, and `wanted` of the answer: both at least MIN_ECHO_BYTES; 0: an empty packet
   */
  sizedEcho(sequence: number, length: number, wanted: number): Uint8Array {
    return this.#question(type.ECHO, [items.sequence(sequence), items.wanted(wanted)], length)
  }

  /** One that is counted and not answered: there is no room for an answer in it, and no proof of our address. */
  unansweredEcho(sequence: number): Uint8Array {
    return this.#question(type.ECHO, [items.sequence(sequence)], 0, false)
  }

  /** Without it answers are no longer than their questions. */
  get hasCookie(): boolean {
    return this.#cookie !== undefined
  }

  /** @param room octets the way has room for: the answer is no longer than the question */
  report(since = 0, room = REPORT_BYTES): Uint8Array {
    return this.#question(type.REPORT, [items.since(since)], Math.min(room, REPORT_BYTES))
  }

  bye(): Uint8Array {
    return this.#question(type.BYE, [], SMALL_BYTES)
  }

  /** undefined for anything that does not answer a question of ours. @throws WireError for a signed answer that makes no sense */
  understand(bytes: Uint8Array): Answer | undefined {
    if (((message.peekType(bytes) ?? 0) & 0x80) === 0) return undefined
    const answer = message.read(this.key, bytes)
    if (!answer) return undefined
    const name = toHex(answer.nonce)
    const asked = this.#asked.get(name)
    if (asked === undefined) return undefined
    if (answer.type === type.COOKIE_WANTED) return this.#cookieWanted(answer)
    if (answer.type !== (asked | 0x80)) return undefined
    // An echo may be doubled by the network, and that is worth knowing: its nonce stays.
    if (asked !== type.ECHO) this.#asked.delete(name)
    return this.#read(answer)
  }

  #read(answer: Message): Answer | undefined {
    switch (answer.type) {
      case type.WELCOME: {
        this.#cookie = items.find(answer, item.COOKIE)
        const welcome = {
          observed: items.readObserved(answer),
          marks: items.readMarks(answer),
          capabilities: items.readCapabilities(answer),
        }
        return {kind: 'welcome', welcome}
      }
      case type.ECHOED:
        return {kind: 'echoed', echoed: readEchoed(answer)}
      case type.REPORTED: {
        const counts = items.readCounts(answer) ?? {echoes: 0, answers: 0, recorded: 0, dropped: 0}
        return {
          kind: 'report',
          report: {counts, seen: items.readSeen(answer) ?? [], records: items.readRecords(answer)},
        }
      }
      case type.FAREWELL:
        return {kind: 'farewell'}
      default:
        return undefined
    }
  }

  #cookieWanted(answer: Message): Answer {
    this.#cookie = items.find(answer, item.COOKIE)
    return {kind: 'cookie-wanted', skewMs: answer.timeMs - this.clock.wall().getTime()}
  }

  #question(questionType: number, more: readonly Item[], length: number, isProven = true): Uint8Array {
    const nonce = message.freshNonce()
    this.#asked.set(toHex(nonce), questionType)
    const [oldest] = this.#asked.keys()
    if (this.#asked.size > MAX_ASKED && oldest !== undefined) this.#asked.delete(oldest)
    const list: Item[] = [items.token(this.#token), ...more]
    if (this.#cookie && isProven) list.push(items.cookie(this.#cookie))
    const size = message.OVERHEAD + list.reduce((sum, {value}) => sum + 4 + value.length, 0)
    if (length - size >= 4) list.push(items.padding(length - size - 4))
    return message.write(this.key, {type: questionType, nonce, timeMs: this.clock.wall().getTime(), items: list})
  }
}

function readEchoed(answer: Message): Echoed {
  const times = items.readTimes(answer)
  return {
    sequence: items.readNumber(answer, item.SEQUENCE) ?? 0,
    observed: items.readObserved(answer),
    marks: items.readMarks(answer),
    heldNs: times ? times.answeredNs - times.receivedNs : 0n,
    counts: items.readCounts(answer),
    refusedBytes: items.readNumber(answer, item.REFUSED),
  }
}
