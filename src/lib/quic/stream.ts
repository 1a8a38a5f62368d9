/**
 * One QUIC stream. Reading is pulled and returns credit as it goes, so that a slow reader holds the
 * peer back instead of filling memory; writing resolves when the engine has taken everything.
 */
import type {NativeQuicEndpoint} from '../native/surface.js'
import {nextTurn} from '../spec/clock.js'

export type StreamRead =
  | {readonly kind: 'data'; readonly bytes: Uint8Array}
  /** The peer's side ended cleanly. Nothing follows. */
  | {readonly kind: 'fin'}
  /** The peer reset its side, or we stopped reading. Nothing follows. */
  | {readonly kind: 'reset'; readonly code: bigint}
  /** The connection ended first. */
  | {readonly kind: 'lost'}

/** Credit goes back in portions: a call for every small piece would cost more than it frees. */
const CREDIT_PORTION = 64 * 1024

interface PendingWrite {
  bytes: Uint8Array
  readonly finish: boolean
  readonly done: (taken: boolean) => void
}

export class QuicStream {
  readonly #native: NativeQuicEndpoint
  readonly #connection: number
  readonly #queue: StreamRead[] = []
  readonly #writes: PendingWrite[] = []
  #waiting: ((read: StreamRead) => void) | undefined
  #end: StreamRead | undefined
  #unreturned = 0
  #writable = true
  #sendingOver: boolean
  #settleStopped!: (code: bigint) => void

  /** Settles with the code of the peer's STOP_SENDING, if one comes. */
  readonly stopped = new Promise<bigint>(resolve => {
    this.#settleStopped = resolve
  })

  /** @param onOver called once, when nothing can happen on this stream any more */
  constructor(
    native: NativeQuicEndpoint,
    connection: number,
    readonly id: number,
    readonly direction: 'both' | 'sending' | 'receiving',
    private readonly onOver: () => void,
  ) {
    this.#native = native
    this.#connection = connection
    this.#sendingOver = direction === 'receiving'
    this.#writable = direction !== 'receiving'
    if (direction === 'sending') this.#end = {kind: 'fin'}
  }

  /** True until our side was finished, reset, stopped by the peer, or lost. */
  get writable(): boolean {
    return this.#writable
  }

  /** The next piece; after an end, that end again. One reader at a time. */
  read(): Promise<StreamRead> {
    const next = this.#queue.shift()
    if (next) {
      this.#return(next)
      return Promise.resolve(next)
    }
    if (this.#end) return Promise.resolve(this.#end)
    return new Promise(resolve => {
      this.#waiting = resolve
    })
  }

  /** Resolves true when the engine took all of it (and the end, with `finish`), false if that cannot happen any more. */
  write(bytes: Uint8Array, finish = false): Promise<boolean> {
    if (!this.#writable) return Promise.resolve(false)
    if (finish) this.#writable = false
    return new Promise(done => {
      this.#writes.push({bytes, finish, done})
      if (this.#writes.length === 1) this.#flush()
    })
  }

  /** Gives up sending: RESET_STREAM. */
  reset(code: bigint): void {
    this.#writable = false
    this.#failWrites()
    this.#quietly(() => this.#native.resetStream(this.#connection, this.id, code))
    this.#sendingEnded()
  }

  /** Gives up reading: STOP_SENDING. */
  stop(code: bigint): void {
    if (this.#end) return
    this.#queue.length = 0
    this.#finishReading({kind: 'reset', code})
    this.#quietly(() => this.#native.stopStream(this.#connection, this.id, code))
  }

  // What follows is called by the connection as records come in.

  onData(bytes: Uint8Array): void {
    if (this.#end) return
    this.#deliver({kind: 'data', bytes})
  }

  onReadEnd(end: StreamRead): void {
    this.#finishReading(end)
  }

  onWritable(): void {
    this.#flush()
  }

  /** Everything we wrote, the end included, was acknowledged. */
  onFinished(): void {
    this.#sendingEnded()
  }

  /** RFC 9000 section 3.5 wants a RESET_STREAM in answer, best with the same code. */
  onStopped(code: bigint): void {
    this.#settleStopped(code)
    this.reset(code)
  }

  onLost(): void {
    this.#writable = false
    this.#failWrites()
    this.#finishReading({kind: 'lost'})
    this.#sendingEnded()
  }

  #deliver(read: StreamRead): void {
    const waiting = this.#waiting
    if (!waiting) {
      this.#queue.push(read)
      return
    }
    this.#waiting = undefined
    this.#return(read)
    waiting(read)
  }

  #finishReading(end: StreamRead): void {
    if (this.#end) return
    this.#end = end
    // What came before a reset was valid data; the end is read when the queue is empty.
    this.#waiting?.(end)
    this.#waiting = undefined
    if (this.#sendingOver) this.onOver()
  }

  #sendingEnded(): void {
    if (this.#sendingOver) return
    this.#sendingOver = true
    if (this.#end) this.onOver()
  }

  #return(read: StreamRead): void {
    if (read.kind !== 'data' || this.#end) return
    this.#unreturned += read.bytes.length
    if (this.#unreturned < CREDIT_PORTION) return
    const bytes = this.#unreturned
    this.#unreturned = 0
    // Not at once: a peer that fills every credit in no time would keep us busy in one turn that never ends.
    nextTurn(() => {
      if (!this.#end) this.#quietly(() => this.#native.consumed(this.#connection, this.id, bytes))
    })
  }

  #flush(): void {
    for (let next = this.#writes[0]; next; next = this.#writes[0]) {
      let taken: number
      try {
        taken = this.#native.write(this.#connection, this.id, next.bytes, next.finish)
      } catch {
        // Closed meanwhile: the event that says how is on its way.
        this.#writable = false
        this.#failWrites()
        return
      }
      if (taken < next.bytes.length) {
        next.bytes = next.bytes.subarray(taken)
        return
      }
      this.#writes.shift()
      next.done(true)
    }
  }

  #failWrites(): void {
    for (const {done} of this.#writes.splice(0)) done(false)
  }

  /** The engine refuses calls on what is over already; that is no news to us. */
  #quietly(call: () => void): void {
    try {
      call()
    } catch {
      return
    }
  }
}
