/** An HTTP/2 connection as those above see it. */
import type {H2Transport} from '../../http/h2/client.js'
import type {Clock} from '../../spec/clock.js'
import type {LifeSign, OuterConnection, PathFigures, RoadFacts} from '../connection.js'
import {Pings} from './pings.js'

export class H2OuterConnection implements OuterConnection {
  readonly http = '2'
  readonly packets = undefined
  readonly #pings: Pings

  constructor(
    readonly address: string,
    readonly transport: H2Transport,
    readonly facts: RoadFacts,
    clock: Clock,
  ) {
    this.#pings = new Pings(transport.h2.session, clock)
    this.#pings.sample()
  }

  readonly remarks: readonly string[] = []

  get requestWritten(): boolean {
    return this.transport.h2.requestWritten
  }

  /** Of TCP nothing is shown but what PINGs tell. */
  figures(): PathFigures {
    return {rttMs: this.#pings.rttMs, mtuBytes: null, lostPackets: null}
  }

  lifeSign(waitMs: number): LifeSign {
    return this.#pings.sign(waitMs)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#pings[Symbol.dispose]()
    await this.transport[Symbol.asyncDispose]()
  }
}
