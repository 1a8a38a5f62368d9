/** One raw stream of HTTP/2 in a probe's hands. */
import type {RawHttp2 as H2Wire} from '../../http/h2/raw.js'
import type {HeaderList} from '../../http/transport.js'
import type {RawAnswer, RawExchange, StreamOver} from '../../spec/raw-rig.js'
import {http2Name} from '../../wire/error-codes.js'
import * as frame from '../../wire/h2-frame.js'
import * as payload from '../../wire/h2-payload.js'
import type {RawAnswerState} from './raw-answer.js'
import {octetsOf} from './timeline.js'
import type {Changes} from './within.js'

export interface RawH2ExchangeContext {
  readonly wire: H2Wire
  /** Something came, or the connection is over. */
  readonly changes: Changes
  /** For the timeline: what we send. */
  readonly tell: (what: string) => void
  /** undefined: not in reasonable time. */
  readonly limit: (work: Promise<boolean>) => Promise<boolean | undefined>
}

export class RawH2Exchange implements RawExchange {
  #gaveUp = false

  constructor(
    private readonly streamId: number,
    private readonly state: RawAnswerState,
    private readonly context: RawH2ExchangeContext,
  ) {}

  get id(): bigint {
    return BigInt(this.streamId)
  }

  async write(bytes: Uint8Array, fin = false): Promise<boolean> {
    this.context.tell(`octets, ${octetsOf(bytes)}`)
    const {wire} = this.context
    const end = fin ? [wire.data(this.streamId, new Uint8Array(0), frame.END_STREAM)] : []
    return (await this.context.limit(wire.send(bytes, ...end))) ?? false
  }

  async data(bytes: Uint8Array, fin = false): Promise<boolean> {
    this.context.tell(`DATA, ${octetsOf(bytes)}${fin ? ', and the end of our direction' : ''}`)
    const stop = {given: false}
    const taken = await this.context.limit(this.#data(bytes, fin, stop))
    stop.given = true
    return taken ?? false
  }

  reset(code: bigint): void {
    this.#gaveUp = true
    this.context.tell(`RST_STREAM with ${http2Name(code)}`)
    const reset = frame.write(frame.RST_STREAM, payload.writeRstStream(code), {streamId: this.streamId})
    void this.context.wire.send(reset)
  }

  stop(): void {
    this.context.tell('nothing: HTTP/2 cannot ask a peer to send no more')
  }

  answer(withinMs: number, signal: AbortSignal): Promise<RawAnswer> {
    return this.state.answer(withinMs, signal)
  }

  content(): Uint8Array {
    return this.state.content
  }

  trailers(): HeaderList | undefined {
    return this.state.trailers
  }

  over(withinMs: number, signal: AbortSignal): Promise<StreamOver | null> {
    return this.state.over(withinMs, signal)
  }

  /** In frames as large as any receiver takes, and as the windows allow. */
  async #data(bytes: Uint8Array, fin: boolean, stop: {readonly given: boolean}): Promise<boolean> {
    const {wire, changes} = this.context
    let rest = bytes
    for (;;) {
      const room = Math.min(wire.credit(0), wire.credit(this.streamId), frame.DEFAULT_MAX_SIZE)
      if (rest.length > 0 && room <= 0) {
        await changes.next
        if (stop.given || !this.#takesMore) return false
        continue
      }
      const piece = rest.subarray(0, Math.max(room, 0))
      rest = rest.subarray(piece.length)
      const isLast = rest.length === 0
      if (!(await wire.send(wire.data(this.streamId, piece, fin && isLast ? frame.END_STREAM : 0)))) return false
      if (isLast) return true
    }
  }

  /** After an end of the peer's direction ours goes on. */
  get #takesMore(): boolean {
    const over = this.state.isOver
    return !this.#gaveUp && (over === undefined || over.how === 'fin')
  }
}
