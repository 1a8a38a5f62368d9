/**
 * What the responder says of packets that reached it, asked through the tunnel from one of its addresses. It keeps only
 * what comes from a source that greeted it, so every source is made to greet before anything is sent from it.
 */
import type {SendOutcome} from '../../http/transport.js'
import {headerBytes, udpPacket, UDP_HEADER, type Inner} from '../../probe/ip/packet.js'
import {HOP_LIMIT} from '../../probe/ip/vantage.js'
import {Asker, type Report, type Welcome} from '../../responder/asker.js'
import {looksLikeMessage, type ResponderKey} from '../../responder/message.js'
import type {Clock} from '../../spec/clock.js'
import {toHex} from '../../wire/bytes.js'
import {WireError} from '../../wire/error.js'
import {family} from '../../wire/ip/address.js'
import {sendUntil, tries, type Bell} from './bell.js'

export interface ConversationContext {
  readonly bell: Bell
  readonly clock: Clock
  readonly patienceMs: number
  readonly to: {readonly ip: string; readonly port: number; readonly key: ResponderKey}
  /** Ours. */
  readonly at: {readonly ip: string; readonly port: number}
  readonly send: (packet: Uint8Array) => Promise<SendOutcome>
  /** The largest packet that fits now. */
  readonly mtu: () => number
  readonly hasEnded: () => boolean
}

/** The responder forgets who says nothing for 60 seconds. */
const RENEW_MS = 20_000
const FORGOTTEN_MS = 50_000
const MAX_SOURCES = 256
/** Nobody answers to a source that is not ours: what is lost on the way is made up for by number. */
const STRANGE_TRIES = 4
const LONGEST_REPORT = 1200

export class Conversation {
  readonly #asker: Asker
  /** Whose answers are understood: of reports always the last one's, so that no answer is older than its question. */
  #reporter: Asker | undefined
  #onReport: (report: Report) => void = () => undefined
  #welcome: Welcome | undefined
  #welcomes = 0
  #heardMs = -Infinity
  #clocksDiffer = false
  readonly #greeted = new Map<string, number>()
  readonly #records = new Set<string>()
  #known = 0
  #dropped = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(private readonly context: ConversationContext) {
    this.#asker = new Asker(context.to.key, context.clock)
  }

  /** Where the responder saw our greeting come from. */
  get observed(): string | undefined {
    return this.#welcome?.observed
  }

  /** What it kept for us may be gone: that nothing is there proves nothing. */
  get isForgotten(): boolean {
    return this.#welcome !== undefined && this.context.clock.now() - this.#heardMs > FORGOTTEN_MS
  }

  packet(payload: Uint8Array, source = this.context.at.ip): Uint8Array {
    const {to, at} = this.context
    const ports = {sourcePort: at.port, destinationPort: to.port}
    return udpPacket({source, destination: to.ip}, ports, payload, HOP_LIMIT)
  }

  /** True: an answer of the responder's to us, even if it comes too late to say anything. */
  take({source, destination, body}: Inner): boolean {
    const {to, at} = this.context
    if (body.kind !== 'udp' || source !== to.ip || destination !== at.ip) return false
    if (body.sourcePort !== to.port || body.destinationPort !== at.port || !looksLikeMessage(body.payload)) return false
    for (const asker of [this.#asker, this.#reporter]) if (asker) this.#understand(asker, body.payload)
    return true
  }

  /** False: nobody answers there. */
  async greet(signal: AbortSignal): Promise<boolean> {
    if (this.#age(this.context.at.ip) < RENEW_MS) return true
    const before = this.#welcomes
    const {bell, patienceMs} = this.context
    const isOver = (): boolean => this.#welcomes > before || this.context.hasEnded()
    await sendUntil(isOver, () => this.#send(this.#asker.hello()), tries(patienceMs), bell, signal)
    if (this.#welcomes === before) return false
    this.#note(this.context.at.ip)
    return true
  }

  /**
   * From a source that is not where we are: whether it is heard cannot be known. False: it would not be, as the
   * responder wants proof of an address from whoever has another time than it.
   */
  async greetFrom(source: string, signal: AbortSignal): Promise<boolean> {
    if (this.#clocksDiffer) return false
    if (this.#age(source) < RENEW_MS) return true
    const {bell, patienceMs, hasEnded, send} = this.context
    const stranger = this.#asker.sibling()
    const greeting = (): Promise<SendOutcome> => send(this.packet(stranger.hello(), source))
    const plan = {attempts: STRANGE_TRIES, everyMs: patienceMs / 8, lastMs: 0}
    const why = await sendUntil(hasEnded, greeting, plan, bell, signal)
    if (why !== undefined) return false
    this.#note(source)
    return true
  }

  /** Whether a payload with this SHA-256 reached the responder; undefined: it does not say. */
  async saw(sha256: string, withinMs: number, signal: AbortSignal): Promise<boolean | undefined> {
    const {bell, clock, patienceMs, hasEnded} = this.context
    const until = clock.now() + withinMs
    for (;;) {
      const isLast = clock.now() >= until
      if (!(await this.#update(signal))) return undefined
      if (this.#records.has(sha256)) return true
      // It may be among those for which there was no room.
      if (this.#dropped > 0) return undefined
      if (isLast) return false
      await bell.until(hasEnded, Math.min(patienceMs / 4, until - clock.now()), signal)
    }
  }

  /** One after the other: each begins where the one before came to. */
  #update(signal: AbortSignal): Promise<boolean> {
    const next = this.#last.then(() => this.#fetch(signal))
    this.#last = next.catch(() => undefined)
    return next
  }

  /** All records there are, as many at a time as fit. False: no report came, or none of what we told it to keep. */
  async #fetch(signal: AbortSignal): Promise<boolean> {
    for (;;) {
      if (this.isForgotten) return false
      const report = await this.#report(signal)
      if (!report || report.counts.recorded < this.#known) return false
      this.#dropped = report.counts.dropped
      const before = this.#known
      for (const {index, sha256} of report.records) {
        if (index !== this.#known) continue
        this.#records.add(toHex(sha256))
        this.#known++
      }
      if (this.#known >= report.counts.recorded) return true
      if (this.#known === before) return false
    }
  }

  async #report(signal: AbortSignal): Promise<Report | undefined> {
    const {bell, patienceMs, hasEnded, mtu, at} = this.context
    const room = Math.min(LONGEST_REPORT, mtu() - headerBytes(family(at.ip), UDP_HEADER))
    const asker = (this.#reporter = this.#asker.sibling())
    const inbox: Report[] = []
    this.#onReport = report => inbox.push(report)
    const isOver = (): boolean => inbox.length > 0 || hasEnded()
    await sendUntil(isOver, () => this.#send(asker.report(this.#known, room)), tries(patienceMs), bell, signal)
    this.#reporter = undefined
    return inbox[0]
  }

  #understand(asker: Asker, payload: Uint8Array): void {
    try {
      const answer = asker.understand(payload)
      if (!answer) return
      if (answer.kind === 'cookie-wanted') this.#clocksDiffer = true
      if (answer.kind !== 'welcome' && answer.kind !== 'report') return
      this.#heardMs = this.context.clock.now()
      if (answer.kind === 'report') this.#onReport(answer.report)
      else {
        this.#welcome = answer.welcome
        this.#welcomes++
      }
    } catch (error) {
      // Signed with our key, and yet no sense in it: as good as no answer.
      if (!(error instanceof WireError)) throw error
    }
  }

  #send(question: Uint8Array): Promise<SendOutcome> {
    return this.context.send(this.packet(question))
  }

  #age(source: string): number {
    return this.context.clock.now() - (this.#greeted.get(source) ?? -Infinity)
  }

  #note(source: string): void {
    this.#greeted.delete(source)
    this.#greeted.set(source, this.context.clock.now())
    const [oldest] = this.#greeted.keys()
    if (this.#greeted.size > MAX_SOURCES && oldest !== undefined) this.#greeted.delete(oldest)
  }
}
