/** A UDP tunnel as a probe has it: payloads in any context, echoes of the target, and what the target says it saw. */
import {createHash} from 'node:crypto'
import type {Carrier, Head, SendOutcome, Tunnel} from '../../http/transport.js'
import type {EchoOptions, SendOptions, TargetSaw, TargetTalk, UdpRig} from '../../spec/tunnel-rig.js'
import {Obstacle} from '../../spec/rig.js'
import * as httpDatagram from '../../wire/http-datagram.js'
import * as varint from '../../wire/varint.js'
import type {RigContext} from './context.js'
import {Interview} from './interview.js'
import {AnyTunnel} from './tunnel.js'

export class UdpTunnelRig extends AnyTunnel implements UdpRig {
  readonly #interview: Interview
  readonly #hasTarget: boolean

  constructor(tunnel: Tunnel, response: Head, context: RigContext) {
    super(tunnel, response, {
      http: context.http,
      clock: context.platform.clock,
      patienceMs: context.patienceMs,
    })
    this.#interview = new Interview(context, payload => this.send(payload))
    this.#hasTarget = context.place.target !== undefined
    void this.#read()
  }

  get talk(): TargetTalk {
    return this.#interview
  }

  echo(signal: AbortSignal, {carrier, width, by, ...trial}: EchoOptions = {}): Promise<boolean> {
    if (!this.#hasTarget) throw noTarget()
    const say = (payload: Uint8Array): Promise<unknown> =>
      by?.(payload) ?? this.send(payload, {...(carrier && {carrier}), ...(width && {width})})
    return this.#interview.echo(signal, {...trial, say})
  }

  send(payload: Uint8Array, {contextId = 0n, width, carrier}: SendOptions = {}): Promise<SendOutcome> {
    return this.datagram(httpDatagram.writeContext(contextId, payload, width), carrier)
  }

  async arrived(payload: Uint8Array, signal: AbortSignal, withinMs?: number): Promise<boolean | undefined> {
    const digest = createHash('sha256').update(payload).digest()
    return this.#interview.arrived(digest, signal, withinMs)
  }

  reachedTarget(signal: AbortSignal): Promise<readonly TargetSaw[] | undefined> {
    return this.#interview.records(signal)
  }

  async egress(signal: AbortSignal): Promise<string | undefined> {
    if (this.#interview.observed === undefined && this.#hasTarget) await this.echo(signal)
    return this.#interview.observed
  }

  accomplice(): Promise<undefined> {
    return Promise.resolve(undefined)
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]()
    await this.#interview[Symbol.asyncDispose]()
  }

  async #read(): Promise<void> {
    for await (const unit of this.tunnel.received) {
      if (unit.kind !== 'datagram' || !this.#isAnswer(unit.payload, unit.carrier)) await this.keepUnit(unit)
    }
  }

  /** Answers to echoes are no arrivals that a probe would look through. */
  #isAnswer(bytes: Uint8Array, carrier: Carrier): boolean {
    const fast = varint.peekFast(bytes, 0, bytes.length)
    if (fast < 0 || fast >= 16) return false
    const isAnswer = this.#interview.hears(bytes.subarray(fast))
    if (isAnswer) this.#answeredBy.add(carrier)
    return isAnswer
  }

  readonly #answeredBy = new Set<Carrier>()

  get answeredBy(): ReadonlySet<Carrier> {
    return this.#answeredBy
  }
}

export function noTarget(): Obstacle {
  return new Obstacle(
    'inconclusive',
    'there is nobody behind the proxy to ask: name a responder (--responder HOST:PORT, started with `masque serve responder`)',
  )
}
