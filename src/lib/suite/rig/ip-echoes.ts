/** ICMP echo in a tunnel: questions nobody else could have asked, and the answers to them among everything that comes. */
import {ECHO_DATA_BYTES} from '../../probe/ip/echo.js'
import {echoRequest, type Ends, type Inner} from '../../probe/ip/packet.js'
import {HOP_LIMIT} from '../../probe/ip/vantage.js'
import type {SendOutcome} from '../../http/transport.js'
import type {Random} from '../../spec/random.js'
import {Obstacle} from '../../spec/rig.js'
import type {IpEchoOptions} from '../../spec/tunnel-rig.js'
import {equal} from '../../wire/bytes.js'
import {fromOctets, toOctets} from '../../wire/ip/address.js'
import type {Width} from '../../wire/varint.js'
import {sendUntil, tries, type Bell} from './bell.js'

export interface EchoesContext {
  readonly bell: Bell
  readonly patienceMs: number
  readonly random: Random
  readonly send: (packet: Uint8Array, width?: Width) => Promise<SendOutcome>
  readonly hasEnded: () => boolean
}

interface Asked extends Ends {
  readonly data: Uint8Array
  answered: boolean
}

/** Answers to older ones are no longer known for what they are. */
const MAX_ASKED = 1024

export class Echoes {
  readonly #id: number
  #sequence = 0
  readonly #asked = new Map<number, Asked>()

  constructor(private readonly context: EchoesContext) {
    this.#id = context.random.integer(0x10000)
  }

  /** True: an answer to one of ours. */
  take({source, destination, body}: Inner): boolean {
    if (body.kind !== 'echo-reply' || body.id !== this.#id) return false
    const asked = this.#asked.get(body.sequence)
    if (asked?.source !== destination || !equal(body.data, asked.data)) return false
    // Who answers for a group does so by a name of its own.
    if (source !== asked.destination && !isMulticast(asked.destination)) return false
    asked.answered = true
    return true
  }

  /** Whether one of some is answered. @throws Obstacle if none of them left: that says nothing of the tunnel */
  async ask(
    ends: Ends,
    {dataBytes = ECHO_DATA_BYTES, attempts = 5, width}: Pick<IpEchoOptions, 'dataBytes' | 'attempts' | 'width'>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const {bell, patienceMs, random, send, hasEnded} = this.context
    const data = random.bytes(dataBytes)
    const asked: Asked = {
      source: canonical(ends.source),
      destination: canonical(ends.destination),
      data,
      answered: false,
    }
    const sendOne = (): Promise<SendOutcome> => {
      const sequence = this.#keep(asked)
      return send(echoRequest(asked, {id: this.#id, sequence, data}, HOP_LIMIT), width)
    }
    const why = await sendUntil(() => asked.answered || hasEnded(), sendOne, tries(patienceMs, attempts), bell, signal)
    if (why !== undefined && why !== 'closed') throw new Obstacle('inconclusive', notSent(why, dataBytes))
    return asked.answered
  }

  #keep(asked: Asked): number {
    const sequence = this.#sequence++ & 0xffff
    this.#asked.delete(sequence)
    this.#asked.set(sequence, asked)
    const [oldest] = this.#asked.keys()
    if (this.#asked.size > MAX_ASKED && oldest !== undefined) this.#asked.delete(oldest)
    return sequence
  }
}

function notSent(why: Exclude<SendOutcome, 'accepted'>, dataBytes: number): string {
  const echo = `an ICMP echo with ${dataBytes} octets of data could not be sent`
  if (typeof why === 'object') return `${echo}: packets of more than ${why.tooLarge} octets do not fit this tunnel now`
  if (why === 'notNegotiated') return `${echo}: DATAGRAM frames were asked for, and the other side does not take them`
  return `${echo}: our own queue was full`
}

/** @throws RangeError for what is no address: a mistake of whoever asks */
function canonical(address: string): string {
  return fromOctets(toOctets(address))
}

function isMulticast(address: string): boolean {
  const [first = 0] = toOctets(address)
  return address.includes(':') ? first === 0xff : first >= 224 && first < 240
}
