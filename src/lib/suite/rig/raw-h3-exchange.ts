/** One raw stream of HTTP/3 in a probe's hands. */
import type {RawH3Stream} from '../../http/h3/raw-stream.js'
import type {HeaderList} from '../../http/transport.js'
import type {RawAnswer, RawExchange, StreamOver} from '../../spec/raw-rig.js'
import {http3Name} from '../../wire/error-codes.js'
import type {RawAnswerState} from './raw-answer.js'
import {requestWords} from './raw-words.js'
import {octetsOf} from './timeline.js'

export interface RawH3ExchangeContext {
  /** For the timeline: what we send. */
  readonly tell: (what: string) => void
  /** undefined: not in reasonable time. */
  readonly limit: (work: Promise<boolean>) => Promise<boolean | undefined>
}

export class RawH3Exchange implements RawExchange {
  constructor(
    private readonly stream: RawH3Stream,
    private readonly state: RawAnswerState,
    private readonly context: RawH3ExchangeContext,
  ) {}

  get id(): bigint {
    return BigInt(this.stream.id)
  }

  head(fields: HeaderList, fin: boolean): Promise<boolean> {
    const list = fields.map(([name, value]) => ({name, value}))
    return this.#send(requestWords(fields), fin, this.stream.head(list, fin))
  }

  write(bytes: Uint8Array, fin = false): Promise<boolean> {
    return this.#send(octetsOf(bytes), fin, this.stream.write(bytes, fin))
  }

  data(bytes: Uint8Array, fin = false): Promise<boolean> {
    return this.#send(`DATA, ${octetsOf(bytes)}`, fin, this.stream.data(bytes, fin))
  }

  reset(code: bigint): void {
    this.context.tell(`reset with ${http3Name(code)}`)
    this.stream.reset(code)
  }

  stop(code: bigint): void {
    this.context.tell(`STOP_SENDING with ${http3Name(code)}`)
    this.stream.stop(code)
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

  async #send(words: string, fin: boolean, sending: Promise<boolean>): Promise<boolean> {
    this.context.tell(`${words}${fin ? ', and the end of our direction' : ''}`)
    return (await this.context.limit(sending)) ?? false
  }
}
