/** What the tunnels of a rig have in common, whatever they carry: what came, what can be sent, and how it ended. */
import type {AbortReason, Carrier, Head, HttpVersion, SendOutcome, Tunnel, Unit} from '../../http/transport.js'
import type {Clock} from '../../spec/clock.js'
import type {Arrival, EndingSeen, TunnelRig} from '../../spec/tunnel-rig.js'
import {concat} from '../../wire/bytes.js'
import * as h3Frame from '../../wire/h3-frame.js'
import {Ended} from './ended.js'
import {within} from './within.js'

/** What is kept of one tunnel: more than any probe provokes, and bounded whatever a peer does. */
const MAX_ARRIVALS = 4096
export const MAX_VALUE = 64 * 1024
const MAX_BYTES = 16 << 20
/** So many times as long as silence is waited for, a slow path may take to take something. */
const STUCK = 2

export interface TunnelParts {
  readonly http: HttpVersion
  readonly clock: Clock
  readonly patienceMs: number
}

export abstract class AnyTunnel implements TunnelRig {
  readonly #arrivals: Arrival[] = []
  #arrivedBytes = 0
  readonly #beganMs: number
  readonly #http: HttpVersion
  readonly #ended: Ended
  protected readonly clock: Clock
  protected readonly patienceMs: number

  constructor(
    readonly tunnel: Tunnel,
    readonly response: Head,
    {http, clock, patienceMs}: TunnelParts,
  ) {
    this.#http = http
    this.clock = clock
    this.patienceMs = patienceMs
    this.#beganMs = clock.now()
    this.#ended = new Ended(clock, tunnel.ended)
  }

  get arrivals(): readonly Arrival[] {
    return this.#arrivals
  }

  datagram(payload: Uint8Array, carrier?: Carrier): Promise<SendOutcome> {
    return this.unlessStuck(this.tunnel.send({kind: 'datagram', payload, ...(carrier && {carrier})}), 'queueFull')
  }

  capsule(type: bigint, value: Uint8Array): Promise<SendOutcome> {
    return this.unlessStuck(this.tunnel.send({kind: 'capsule', type, value}), 'queueFull')
  }

  async data(...pieces: readonly Uint8Array[]): Promise<boolean> {
    if (this.#http === '3') return this.#raw(concat(...pieces.map(piece => h3Frame.write(h3Frame.DATA, piece))))
    for (const piece of pieces.filter(({length}) => length > 0)) {
      if (!(await this.#raw(piece))) return false
    }
    return true
  }

  finish(): Promise<void> {
    return this.tunnel.finish()
  }

  abort(reason: AbortReason | bigint): void {
    this.tunnel.abort(reason)
  }

  ending(): EndingSeen | null {
    return this.#ended.now
  }

  ended(signal: AbortSignal, withinMs = this.patienceMs): Promise<EndingSeen | null> {
    return this.#ended.within(withinMs, signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.tunnel[Symbol.asyncDispose]()
  }

  /** On a path that is cut, TCP takes nothing any more, and does not say so for many minutes. */
  protected async unlessStuck<T>(work: Promise<T>, otherwise: T): Promise<T> {
    return (await within(this.clock, STUCK * this.patienceMs, work)) ?? otherwise
  }

  #raw(octets: Uint8Array): Promise<boolean> {
    return this.unlessStuck(this.tunnel.raw(octets), false)
  }

  protected get sinceMs(): number {
    return this.clock.now() - this.#beganMs
  }

  protected keep(arrival: Arrival): void {
    const {length} = arrival.kind === 'datagram' ? arrival.bytes : arrival.value
    if (this.#arrivals.length >= MAX_ARRIVALS || this.#arrivedBytes + length > MAX_BYTES) return
    this.#arrivedBytes += length
    this.#arrivals.push(arrival)
  }

  /** Notes a unit as it came; the value of a capsule is read to its end, or as far as is kept. */
  protected async keepUnit(unit: Unit): Promise<void> {
    const atMs = this.sinceMs
    switch (unit.kind) {
      case 'datagram':
        this.keep({kind: 'datagram', carrier: unit.carrier, bytes: unit.payload.slice(), atMs})
        break
      case 'oversized':
        this.keep({kind: 'capsule', type: 0n, length: unit.length, value: unit.head.slice(), atMs})
        break
      case 'capsule': {
        const value = await beginning(unit.value.pieces)
        this.keep({kind: 'capsule', type: unit.type, length: unit.value.length, value, atMs})
      }
    }
  }
}

async function beginning(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  // A piece is lent until the next is asked for.
  for await (const piece of pieces) {
    if (size < MAX_VALUE) parts.push(piece.slice())
    size += piece.length
  }
  return concat(...parts).subarray(0, MAX_VALUE)
}
