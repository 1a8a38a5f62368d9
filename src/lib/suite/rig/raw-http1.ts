/**
 * Raw HTTP/1.1 for probes: octets as they are, and heads one at a time. What comes is read at once and kept up to a bound,
 * so that a peer is never held back by us, and its end is seen.
 */
import {H1Wire} from '../../http/h1/wire.js'
import {endingOfStream} from '../../http/stream-ending.js'
import type {ByteStream} from '../../net/stream/byte-stream.js'
import {dialTcp} from '../../reach/tcp/dial.js'
import type {RawHead, RawHttp1} from '../../spec/raw-rig.js'
import type {ConnectionSeen} from '../../spec/rig.js'
import type {EndingSeen} from '../../spec/tunnel-rig.js'
import {fromLatin1} from '../../wire/bytes.js'
import type {RigContext} from './context.js'
import {Ended} from './ended.js'
import {connectContext, connectionSeen, noConnection, refuseVia} from './own-side.js'
import {RawHeads} from './raw-heads.js'
import {octetsOf} from './timeline.js'
import {Changes, within} from './within.js'

/** Rejects only with the signal's reason otherwise. @throws Obstacle, SetupError */
export async function openRawHttp1(context: RigContext, signal: AbortSignal): Promise<RawHttp1> {
  refuseVia(context)
  const reaching = connectContext(context, {})
  const dialed = await dialTcp(context.address, '1.1', reaching, signal)
  if (dialed.kind === 'failed') throw noConnection(reaching)
  return new RawHttp1Connection(dialed.stream, connectionSeen(dialed.facts), context)
}

export type RawH1Context = Pick<RigContext, 'platform' | 'timeline' | 'timeoutMs'>

export class RawHttp1Connection implements RawHttp1 {
  readonly #wire: H1Wire
  readonly #heads = new RawHeads()
  readonly #changes = new Changes()
  readonly #ended: Ended
  readonly #lane: string
  #isOver = false

  constructor(
    private readonly stream: ByteStream,
    readonly seen: ConnectionSeen,
    private readonly context: RawH1Context,
  ) {
    this.#lane = context.timeline.lane('raw')
    this.#wire = new H1Wire(stream)
    this.#tell('local', 'connected over HTTP/1.1')
    // Behind everything that came.
    const ending = this.#read().then(async () => endingOfStream(await stream.over))
    this.#ended = new Ended(context.platform.clock, ending)
    void ending.then(({detail}) => {
      this.#tell('local', detail)
    })
  }

  async write(bytes: Uint8Array | string): Promise<boolean> {
    const octets = typeof bytes === 'string' ? fromLatin1(bytes) : bytes
    // Not their beginning: a request with credentials may begin with them.
    this.#tell('sent', `${octets.length} octets`)
    return (await within(this.context.platform.clock, this.context.timeoutMs, this.#wire.write(octets))) ?? false
  }

  async head(withinMs: number, signal: AbortSignal): Promise<RawHead | undefined> {
    const stop = {given: false}
    let head: RawHead | undefined
    try {
      head = await within(this.context.platform.clock, withinMs, this.#next(stop), signal)
    } finally {
      stop.given = true
    }
    if (head)
      this.#tell('received', head.status === null ? `unreadable: ${head.problem ?? ''}` : `response ${head.status}`)
    return head
  }

  content(): Uint8Array {
    return this.#heads.behind
  }

  finish(): void {
    this.#tell('sent', 'end of our direction')
    this.stream.end()
  }

  reset(): void {
    this.#tell('sent', 'reset')
    this.stream.reset()
  }

  ending(): EndingSeen | null {
    return this.#ended.now
  }

  ended(withinMs: number, signal: AbortSignal): Promise<EndingSeen | null> {
    return this.#ended.within(withinMs, signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stream.destroy()
    await Promise.resolve()
  }

  /** What comes when nobody waits any more is for the next who asks. */
  async #next(stop: {readonly given: boolean}): Promise<RawHead | undefined> {
    while (!stop.given) {
      const next = this.#heads.next()
      if (next !== 'more') return next
      if (this.#isOver) return undefined
      await this.#changes.next
    }
    return undefined
  }

  async #read(): Promise<void> {
    for (let bytes = await this.#wire.next(); bytes; bytes = await this.#wire.next()) {
      this.#tell('received', `octets, ${octetsOf(bytes)}`)
      this.#heads.push(bytes)
      this.#changes.tell()
    }
    this.#isOver = true
    this.#changes.tell()
  }

  #tell(direction: 'sent' | 'received' | 'local', what: string): void {
    this.context.timeline.add(direction, this.#lane, what)
  }
}
