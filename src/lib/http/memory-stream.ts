/** One tunnel of the memory transport: two ends, each the carrier of a TunnelCore. */
import type {Clock} from '../spec/clock.js'
import type {Link} from '../net/link.js'
import {concat} from '../wire/bytes.js'
import {http3Name} from '../wire/error-codes.js'
import {codeFor, HTTP3_CODES} from './abort-codes.js'
import type {Ending} from './ending.js'
import type {AbortReason, Carrier, DatagramMode, DatagramSender, SendOutcome} from './transport.js'
import type {TunnelCarrier, TunnelCore} from './tunnel-core.js'

export interface StreamSettings {
  readonly clock: Clock
  readonly link: Link
  readonly frameBytes: number | undefined
  readonly chunkBytes: number
}

type Step = () => Promise<void> | void

export class MemoryStream {
  readonly client: MemoryEnd
  readonly server: MemoryEnd
  /** Resolves when nothing can happen on it any more. */
  readonly over: Promise<unknown>

  constructor(
    private readonly settings: StreamSettings,
    mode: DatagramMode,
  ) {
    this.client = new MemoryEnd(settings, mode, () => this.server)
    this.server = new MemoryEnd(settings, 'auto', () => this.client)
    this.over = Promise.all([this.client.over, this.server.over])
  }

  /** Heads travel as reliably as streams do. */
  send(deliver: () => void): void {
    this.settings.link.carryReliably(deliver)
  }

  cut(ending: Ending): void {
    this.client.cut(ending)
    this.server.cut(ending)
  }
}

class MemoryEnd implements TunnelCarrier {
  #core: TunnelCore | undefined
  #writable = true
  /** What happened before the core was there. */
  readonly #early: Step[] = []
  /** The stream is in order: each piece waits for the one before, on the way and at the reader. */
  #sequence = Promise.resolve()
  #reading = Promise.resolve()
  #settleAborted!: (ending: Ending) => void
  #settleOver!: () => void

  readonly aborted = new Promise<Ending>(resolve => {
    this.#settleAborted = resolve
  })
  readonly over = new Promise<void>(resolve => {
    this.#settleOver = resolve
  })

  constructor(
    private readonly settings: StreamSettings,
    private readonly mode: DatagramMode,
    private readonly other: () => MemoryEnd,
  ) {}

  get carrier(): Carrier {
    if (this.mode !== 'auto') return this.mode === 'frames' ? 'frame' : 'capsule'
    return this.maxPayloadBytes === undefined ? 'capsule' : 'frame'
  }

  get maxPayloadBytes(): number | undefined {
    return this.settings.frameBytes
  }

  nowNs(): bigint {
    return this.settings.clock.nowNs()
  }

  attach(core: TunnelCore): void {
    this.#core = core
    void core.ended.then(this.#settleOver)
    for (const step of this.#early.splice(0)) this.#enqueue(step)
  }

  sendFrame(payload: Uint8Array): SendOutcome {
    const limit = this.maxPayloadBytes
    if (limit === undefined) return 'notNegotiated'
    if (!this.#writable) return 'closed'
    if (payload.length > limit) return {tooLarge: limit}
    const copy = payload.slice()
    this.settings.link.carry(() => {
      this.other().#receiveFrame(copy)
    })
    return 'accepted'
  }

  frameBatch(prefix: Uint8Array): DatagramSender {
    const waiting: Uint8Array[] = []
    return {
      add: (bytes, start, end) => waiting.push(concat(prefix, bytes.subarray(start, end))),
      flush: () => {
        const outcomes = waiting.splice(0).map(payload => this.sendFrame(payload))
        const why = outcomes.find(outcome => outcome !== 'accepted')
        const sent = outcomes.filter(outcome => outcome === 'accepted').length
        return {sent, dropped: outcomes.length - sent, ...(why !== undefined && {why})}
      },
    }
  }

  async writeData(bytes: Uint8Array): Promise<boolean> {
    if (!this.#writable) return false
    const {chunkBytes} = this.settings
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      const piece = bytes.slice(at, at + chunkBytes)
      this.#deliver(core => core.onData(piece))
    }
    await this.#sequence
    return true
  }

  writeRaw(bytes: Uint8Array): Promise<boolean> {
    return this.writeData(bytes)
  }

  async finish(): Promise<void> {
    if (!this.#writable) return
    this.#writable = false
    this.#deliver(core => core.onFinished())
    await Promise.resolve()
  }

  abort(reason: AbortReason | bigint): bigint {
    this.#writable = false
    const code = codeFor(reason, HTTP3_CODES)
    const codeName = http3Name(code)
    const detail = `the peer reset the stream with ${codeName}`
    const ending: Ending = {by: 'peer', how: 'reset', scope: 'tunnel', code, codeName, detail}
    this.settings.link.carryReliably(() => {
      this.other().cut(ending)
    })
    return code
  }

  release(): void {
    void this.finish()
  }

  cut(ending: Ending): void {
    this.#writable = false
    this.#settleAborted(ending)
    if (!this.#core) this.#settleOver()
    this.#core?.end(ending)
    if (!this.#core) this.#early.push(() => this.#core?.end(ending))
  }

  /** There will be no tunnel. */
  refuse(): void {
    this.#settleOver()
  }

  /** After everything sent before; done when the reader has dealt with it, as flow control would have it. */
  #deliver(action: (core: TunnelCore) => Promise<void> | void): void {
    const other = this.other()
    this.#sequence = this.#sequence.then(() => {
      return new Promise<void>(resolve => {
        this.settings.link.carryReliably(() => {
          other.#enqueue(async () => {
            if (other.#core) await action(other.#core)
            resolve()
          })
        })
      })
    })
  }

  #receiveFrame(payload: Uint8Array): void {
    const atNs = Number(this.settings.clock.nowNs())
    const step = (): void => this.#core?.onFrame(payload, 0, payload.length, atNs)
    if (this.#core) step()
    else if (this.#early.length < 64) this.#early.push(step)
  }

  #enqueue(step: Step): void {
    if (this.#core) this.#reading = this.#reading.then(step)
    else this.#early.push(step)
  }
}
