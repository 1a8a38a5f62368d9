/**
 * A WebTransport session over the library: opened, its datagrams sent and received, and how it ended, in the terms that
 * tunnels have. The library makes a connection of its own, and says of a session that did not open nothing but that.
 */
import type {Ending} from '../http/ending.js'
import type {Carrier, HttpVersion, SendOutcome} from '../http/transport.js'
import {deadline, sleep, unlessAborted, type Clock} from '../spec/clock.js'
import type {Library, RawTransport} from './library.js'

export interface SessionRequest {
  /** `https://authority/path` */
  readonly url: string
  readonly http: HttpVersion
  /** SHA-256 of the certificate to be accepted; undefined: one that Node's own roots vouch for. */
  readonly certificateHash?: Uint8Array
}

export interface SessionContext {
  readonly clock: Clock
  readonly timeoutMs: number
}

export type SessionOpened =
  | {readonly kind: 'opened'; readonly session: WebTransportSession}
  | {readonly kind: 'refused'}
  | {readonly kind: 'silent'}

export interface SessionArrival {
  readonly payload: Uint8Array
  readonly atNs: bigint
  readonly carrier: Carrier
}

/** For the other side to answer to our end of the session. */
const FAREWELL_MS = 250

/** Rejects only with the signal's reason. */
export async function openSession(
  {WebTransport}: Library,
  {url, http, certificateHash}: SessionRequest,
  {clock, timeoutMs}: SessionContext,
  signal: AbortSignal,
): Promise<SessionOpened> {
  signal.throwIfAborted()
  const raw = new WebTransport(url, {
    quicConnectTimeout: timeoutMs,
    webTransportConnectTimeout: timeoutMs,
    ...(http === '3' ? {requireUnreliable: true} : {forceReliable: true}),
    ...(certificateHash && {
      serverCertificateHashes: [{algorithm: 'sha-256' as const, value: Buffer.from(certificateHash)}],
    }),
  })
  // It rejects all of them when a session fails; each is looked at where it matters.
  for (const promise of [raw.ready, raw.closed, raw.draining]) promise.catch(() => undefined)
  const session = new WebTransportSession(raw, http, clock)
  using limit = deadline(clock, timeoutMs, signal)
  const outcome = await unlessAborted(raw.ready, limit.signal).then(
    () => 'opened' as const,
    () => (limit.signal.aborted ? ('silent' as const) : ('refused' as const)),
  )
  if (outcome === 'opened') return {kind: 'opened', session}
  await session[Symbol.asyncDispose]()
  signal.throwIfAborted()
  return {kind: outcome}
}

export class WebTransportSession implements AsyncDisposable {
  /** Never rejects. */
  readonly ended: Promise<Ending>
  readonly carrier: Carrier
  /** The library loses none that it tells of. */
  readonly drops = {received: 0, unsent: 0}
  #writer: WritableStreamDefaultWriter<Uint8Array> | undefined
  #isOver = false
  #isOurs = false

  constructor(
    private readonly raw: RawTransport,
    http: HttpVersion,
    private readonly clock: Clock,
  ) {
    this.carrier = http === '3' ? 'frame' : 'capsule'
    this.ended = raw.closed.then(
      info => this.#ending(info),
      () => this.#ending(undefined),
    )
  }

  /** What the library takes; over HTTP/2 a number of its own choice. */
  get maxPayloadBytes(): number {
    return this.raw.datagrams.maxDatagramSize
  }

  async send(payload: Uint8Array): Promise<SendOutcome> {
    if (this.#isOver) return 'closed'
    const limit = this.maxPayloadBytes
    if (payload.length > limit) return {tooLarge: limit}
    try {
      this.#writer ??= this.raw.datagrams.createWritable().getWriter()
      await this.#writer.write(payload)
      return 'accepted'
    } catch {
      return 'closed'
    }
  }

  /** One reader. */
  async *received(): AsyncGenerator<SessionArrival> {
    const reader = this.raw.datagrams.readable.getReader()
    try {
      for (;;) {
        const {done, value} = await reader.read()
        if (done) return
        yield {payload: value, atNs: this.clock.nowNs(), carrier: this.carrier}
      }
    } finally {
      reader.releaseLock()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isOver) {
      this.#isOurs = true
      this.raw.close()
      await this.#farewell()
    }
    cutOff(this.raw)
  }

  async #farewell(): Promise<void> {
    const stop = new AbortController()
    await Promise.race([this.ended, sleep(this.clock, FAREWELL_MS, stop.signal).catch(() => undefined)])
    stop.abort(new Error('over'))
  }

  #ending(info: unknown): Ending {
    this.#isOver = true
    if (this.#isOurs) return {by: 'us', how: 'finished', scope: 'tunnel', detail: 'we closed the session'}
    const {closeCode, reason} = (info ?? {}) as {readonly closeCode?: unknown; readonly reason?: unknown}
    const code = typeof closeCode === 'number' ? ` with code ${closeCode}` : ''
    return {
      by: 'peer',
      how: 'finished',
      scope: 'tunnel',
      detail: `the session was closed${code}`,
      ...(typeof reason === 'string' && reason !== '' && {reason}),
    }
  }
}

/** The library's connection would live on, with a ping each second, as long as a silent server does. */
function cutOff(raw: RawTransport): void {
  const {sessionint} = raw as {sessionint?: {parentobj?: {transportInt?: {clientInt?: {destroy?: () => void}}}}}
  sessionint?.parentobj?.transportInt?.clientInt?.destroy?.()
}
