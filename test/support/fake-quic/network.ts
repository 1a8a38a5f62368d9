/** The wire between fake endpoints: one seeded link, addresses, and what can be done to it. */
import {Link, type LinkOptions} from '../../../src/lib/net/link.js'
import type {Clock} from '../../../src/lib/spec/clock.js'
import type {Random} from '../../../src/lib/spec/random.js'
import type {FakeEndpoint} from './endpoint.js'

export interface FakeNetworkOptions extends LinkOptions {
  /** Stream bytes arrive in pieces of this size: 1 finds every framing bug. */
  readonly chunkBytes?: number
  /** The largest datagram payload. */
  readonly datagramBytes?: number
  /** What answers for hosts without an endpoint: port unreachable, unless told otherwise. */
  readonly icmp?: IcmpAnswer | false
}

export interface IcmpAnswer {
  readonly type: number
  readonly code: number
}

export class FakeNetwork {
  readonly endpoints = new Map<string, FakeEndpoint>()
  readonly link: Link
  readonly options: {readonly chunkBytes: number; readonly datagramBytes: number; readonly icmp: IcmpAnswer | false}
  readonly #cut = new Set<string>()
  #nextPort = 40000

  constructor(
    readonly clock: Clock,
    random: Random,
    options: FakeNetworkOptions = {},
  ) {
    this.link = new Link(clock, random, options)
    this.options = {
      chunkBytes: options.chunkBytes ?? 16_384,
      datagramBytes: options.datagramBytes ?? 1162,
      icmp: options.icmp ?? {type: 3, code: 3},
    }
  }

  port(): number {
    return this.#nextPort++
  }

  /** From now on nothing reaches or leaves this address: the process is dead, the cable cut. */
  cut(address: string): void {
    this.#cut.add(address)
  }

  /** False: lost on the way. */
  carry(from: string, to: string, deliver: () => void): boolean {
    return !this.#cut.has(from) && this.link.carry(() => this.#arrive(to, deliver))
  }

  carryReliably(from: string, to: string, deliver: () => void): void {
    if (!this.#cut.has(from)) this.link.carryReliably(() => this.#arrive(to, deliver))
  }

  #arrive(to: string, deliver: () => void): void {
    if (!this.#cut.has(to)) deliver()
  }
}
