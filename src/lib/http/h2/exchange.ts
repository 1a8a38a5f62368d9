/** One request stream, either side: its heads in order, then its data, and how it ended. */
import type {Http2Stream} from 'node:http2'
import {nextTurn} from '../../spec/clock.js'
import {H2} from '../../wire/error-codes.js'
import type {Setting} from '../../wire/h2-settings.js'
import type {Ending} from '../ending.js'
import type {TunnelCore} from '../tunnel-core.js'
import {abortStream} from './carrier.js'
import type {H2Connection} from './connection.js'
import {refusedEnding, resetEnding} from './endings.js'
import type {SeenHead} from './frame-watch.js'
import type {StreamWatch} from './stream-watch.js'

export type ExchangeEvent =
  | {readonly kind: 'head'; readonly head: SeenHead}
  /** The peer ended its side. */
  | {readonly kind: 'fin'}
  | {readonly kind: 'over'; readonly ending: Ending}

/** Data that node:http2 has handed on and the tunnel has not dealt with; beyond this the peer's window stays shut. */
const MAX_WAITING = 64 * 1024

const FINISHED: Ending = {by: 'peer', how: 'finished', scope: 'tunnel', detail: 'the peer ended the stream'}

export class H2Exchange {
  readonly #watch: StreamWatch
  readonly #id: number
  #closed = false
  #reading: Promise<void> = Promise.resolve()
  #waiting = 0
  #settleClosed!: () => void
  /** Settles when node:http2 is done with the stream. */
  readonly #gone = new Promise<void>(resolve => {
    this.#settleClosed = resolve
  })

  constructor(
    private readonly h2: H2Connection,
    readonly stream: Http2Stream,
  ) {
    this.#id = stream.id ?? 0
    this.#watch = h2.observer.own(this.#id)
    // Otherwise node:http2 throws away what nobody reads yet when the stream ends.
    stream.pause()
    stream.on('error', () => undefined)
    stream.on('close', () => {
      this.#closed = true
      this.#watch.onChange?.()
      this.#settleClosed()
    })
  }

  /** What the other side announced, as far as that is there. */
  get peerSettings(): readonly Setting[] | undefined {
    return this.h2.peerSettings
  }

  /** The next head, or the end. */
  async next(): Promise<ExchangeEvent> {
    for (;;) {
      const next = this.#watch.takeHead()
      if (next) return {kind: 'head', head: next.head}
      if (this.#watch.finished) return {kind: 'fin'}
      if (this.#closed || this.#watch.resetByPeer !== undefined || this.h2.over) {
        return {kind: 'over', ending: await this.ending()}
      }
      await this.#change()
    }
  }

  /** Feeds a tunnel until both are done. */
  pump(tunnel: TunnelCore): void {
    const {stream} = this
    const leave = this.h2.watchers.add(ending => {
      if (!this.#watch.finished) this.#settle(() => tunnel.end(ending))
    })
    void this.#gone.then(() => {
      leave()
      this.done()
      this.#settle(async () => tunnel.end(await this.ending()))
    })
    this.#watch.onChange = () => {
      // RFC 9113 section 8.5: after the head only DATA may come on a CONNECT stream.
      if (this.#watch.takeHead()) tunnel.malformed('the peer sent a HEADERS frame on an open tunnel')
    }
    this.#watch.onChange()
    stream.on('data', (bytes: Uint8Array) => {
      this.#take(bytes, tunnel)
    })
    const onEnd = (): void => {
      const {finished, resetByPeer} = this.#watch
      if (finished && resetByPeer === undefined) this.#reading = this.#reading.then(() => tunnel.onFinished())
    }
    // An end right behind the head is told of even while the stream is paused, and only once.
    if (stream.readableEnded) onEnd()
    else stream.on('end', onEnd)
    stream.resume()
  }

  /** As much of the content as comes, up to a limit. */
  body(limit: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    let size = 0
    this.stream.on('data', (bytes: Uint8Array) => {
      if (size <= limit) parts.push(bytes)
      size += bytes.length
      if (size > limit) abortStream(this.stream, H2.CANCEL)
    })
    this.stream.resume()
    return this.#gone.then(() => {
      this.done()
      return new Uint8Array(Buffer.concat(parts).subarray(0, limit))
    })
  }

  /** Nobody asks about the stream any more. */
  done(): void {
    this.h2.observer.disown(this.#id)
  }

  /** Why there is no stream any more. */
  async ending(): Promise<Ending> {
    const {resetByPeer, resetByUs, finished} = this.#watch
    if (resetByPeer !== undefined) return resetEnding(resetByPeer)
    if (finished) return FINISHED
    if (resetByUs === undefined || this.h2.over) return this.h2.ended
    return refusedEnding(resetByUs, this.h2.observer.broken)
  }

  async #change(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#watch.onChange = resolve
      const leave = this.h2.watchers.add(() => resolve())
      void this.#gone.then(leave)
    })
  }

  #take(bytes: Uint8Array, tunnel: TunnelCore): void {
    this.#waiting += bytes.length
    if (this.#waiting > MAX_WAITING) this.stream.pause()
    this.#reading = this.#reading
      .then(() => tunnel.onData(bytes))
      .then(() => {
        this.#waiting -= bytes.length
        if (this.stream.isPaused() && this.#waiting <= MAX_WAITING) this.stream.resume()
      })
  }

  /** What came before the end is passed on first, unless nobody takes it. */
  #settle(end: () => unknown): void {
    void Promise.race([this.#reading, new Promise<void>(nextTurn)]).then(end)
  }
}
