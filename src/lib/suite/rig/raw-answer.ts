/** What comes back on one raw request stream, over HTTP/3 or HTTP/2: heads, octets of the data stream, and the end. */
import type {Ending} from '../../http/ending.js'
import type {HeaderList} from '../../http/transport.js'
import type {Clock} from '../../spec/clock.js'
import type {RawAnswer, StreamOver} from '../../spec/raw-rig.js'
import type {Field} from '../../wire/qpack/field-section.js'
import {endingSeen} from './ended.js'
import {KeptBytes} from './kept.js'
import {within} from './within.js'

export interface RawAnswerContext {
  readonly clock: Clock
  /** Of error codes. */
  readonly nameOf: (code: bigint) => string
  /** For the timeline. */
  readonly tell: (what: string) => void
}

type Final = Extract<RawAnswer, {kind: 'response' | 'unreadable'}>

const MAX_INTERIM = 64

export class RawAnswerState {
  readonly #interim: number[] = []
  readonly #content = new KeptBytes()
  #final: Final | undefined
  #trailers: HeaderList | undefined
  #over: StreamOver | undefined
  #stopped: StreamOver | undefined
  #settleAnswer!: () => void
  #settleOver!: () => void
  readonly #answered = new Promise<void>(resolve => {
    this.#settleAnswer = resolve
  })
  readonly #ended = new Promise<void>(resolve => {
    this.#settleOver = resolve
  })

  constructor(private readonly context: RawAnswerContext) {}

  get content(): Uint8Array {
    return this.#content.bytes
  }

  get trailers(): HeaderList | undefined {
    return this.#trailers
  }

  /** How the peer's direction ended; undefined while it has not. */
  get isOver(): StreamOver | undefined {
    return this.#over
  }

  async answer(withinMs: number, signal: AbortSignal): Promise<RawAnswer> {
    await within(this.context.clock, withinMs, this.#answered, signal)
    if (this.#final) return this.#final
    const how = this.#over ?? this.#stopped
    if (how) return {kind: 'over', how}
    const interim = this.#interim.length > 0 ? {interim: this.#interim} : {}
    return {kind: 'silence', waitedMs: withinMs, ...interim}
  }

  async over(withinMs: number, signal: AbortSignal): Promise<StreamOver | null> {
    await within(this.context.clock, withinMs, this.#ended, signal)
    return this.#over ?? this.#stopped ?? null
  }

  /** The first field section behind the final head is that of the trailers. */
  onFields(fields: readonly Field[]): void {
    if (this.#final) {
      this.#trailers ??= headersOf(fields)
      return
    }
    const text = fields.find(({name}) => name === ':status')?.value ?? ''
    if (!/^[0-9]{3}$/.test(text)) {
      this.onUnreadable(text === '' ? 'a head without :status' : 'a :status that is not a three-digit number')
      return
    }
    const status = Number(text)
    this.context.tell(`response ${status}`)
    if (status >= 200) this.#finish({kind: 'response', status, headers: headersOf(fields), interim: this.#interim})
    else if (this.#interim.length < MAX_INTERIM) this.#interim.push(status)
  }

  onData(bytes: Uint8Array): void {
    this.#content.add(bytes)
  }

  onUnreadable(problem: string): void {
    this.context.tell(`unreadable: ${problem}`)
    this.#finish({kind: 'unreadable', problem})
  }

  onStopped(code: bigint): void {
    this.#stopped = {how: 'stopped', ...this.#coded(code)}
    this.context.tell(`the peer takes no more: ${this.context.nameOf(code)}`)
  }

  onFin(): void {
    this.#end({how: 'fin'}, 'end of the stream')
  }

  onReset(code: bigint): void {
    this.#end({how: 'reset', ...this.#coded(code)}, `reset with ${this.context.nameOf(code)}`)
  }

  onConnectionEnded(ending: Ending): void {
    this.#end({how: 'connection', ending: endingSeen(ending)})
  }

  #coded(code: bigint): {readonly code: string; readonly codeName: string} {
    return {code: String(code), codeName: this.context.nameOf(code)}
  }

  #finish(final: Final): void {
    this.#final ??= final
    this.#settleAnswer()
  }

  /** The first counts. */
  #end(how: StreamOver, words?: string): void {
    if (this.#over) return
    this.#over = how
    if (words !== undefined) this.context.tell(words)
    this.#settleAnswer()
    this.#settleOver()
  }
}

function headersOf(fields: readonly Field[]): HeaderList {
  return fields.filter(({name}) => name !== ':status').map(({name, value}) => [name, value])
}
