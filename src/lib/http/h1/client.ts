/**
 * The client's side of HTTP/1.1: a Transport. A tunnel takes its connection for itself, so each further request gets one
 * of its own, dialled when it is needed; nobody above has to know.
 */
import type {ByteStream} from '../../net/stream/byte-stream.js'
import {unlessAborted, type Clock} from '../../spec/clock.js'
import type {Ending} from '../ending.js'
import {endingOfStream} from '../stream-ending.js'
import type {Opened, Transport, TunnelRequest} from '../transport.js'
import {H1Exchange} from './exchange.js'
import type {TargetForm} from './messages.js'
import {H1Wire} from './wire.js'

const GOODBYE_MS = 300

export interface H1Options {
  readonly clock: Clock
  /** Another connection to the same place; rejects only with the signal's reason. */
  readonly dial: (signal: AbortSignal) => Promise<ByteStream | Ending>
  /** The first connection, if there is one already. */
  readonly first?: ByteStream
  readonly form?: TargetForm
}

export class H1Transport implements Transport {
  readonly http = '1.1'
  /** Rules the server broke without harm, in words: each once. */
  readonly remarks = new Set<string>()
  /** A request was written. */
  requestWritten = false
  #spare: ByteStream | undefined
  #closed: Ending | undefined
  readonly #streams = new Set<ByteStream>()
  #settleEnded!: (ending: Ending) => void

  /** One of the connections was cut off under us, or we closed: a tunnel's ordinary end is neither. */
  readonly ended = new Promise<Ending>(resolve => {
    this.#settleEnded = resolve
  })

  constructor(private readonly options: H1Options) {
    if (options.first) this.#spare = this.#watched(options.first)
  }

  async open(request: TunnelRequest, signal: AbortSignal): Promise<Opened> {
    signal.throwIfAborted()
    if (this.#closed) return {kind: 'failed', ending: this.#closed}
    const stream = await this.#connection(signal)
    if (!('write' in stream)) return {kind: 'failed', ending: stream}
    const exchange = new H1Exchange(new H1Wire(stream), request, {
      clock: this.options.clock,
      form: this.options.form ?? 'origin',
      onWritten: () => (this.requestWritten = true),
      onRemark: remark => this.remarks.add(remark),
    })
    try {
      return await unlessAborted(exchange.run(), signal)
    } catch (error) {
      stream.reset()
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = endingOfStream({how: 'closed'})
    this.#settleEnded(this.#closed)
    await Promise.all([...this.#streams].map(stream => this.#close(stream)))
  }

  /** With a goodbye, if the peer takes one: who does not read is not waited for. */
  async #close(stream: ByteStream): Promise<void> {
    const closed = new Promise(resolve => stream.once('close', resolve))
    const destroy = (): void => {
      stream.destroy()
    }
    const cancel = this.options.clock.after(GOODBYE_MS, destroy)
    if (stream.writableFinished) destroy()
    else stream.end(destroy)
    await closed
    cancel()
  }

  async #connection(signal: AbortSignal): Promise<ByteStream | Ending> {
    const spare = this.#spare
    this.#spare = undefined
    if (spare && spare.ending === undefined) return spare
    const dialled = await this.options.dial(signal)
    return 'write' in dialled ? this.#watched(dialled) : dialled
  }

  #watched(stream: ByteStream): ByteStream {
    this.#streams.add(stream)
    stream.once('close', () => this.#streams.delete(stream))
    void stream.over.then(end => {
      if (end.how !== 'fin' && end.how !== 'closed') this.#settleEnded(endingOfStream(end))
    })
    return stream
  }
}
