/** A connection through other proxies: it ends before what carries it does. */
import type {LifeSign, OuterConnection, OuterPackets, PathFigures, RoadFacts} from './connection.js'
import type {TunnelWay} from './nested.js'

/** An open tunnel to the proxy, and everything before it. */
export interface Passage extends AsyncDisposable {
  readonly way: TunnelWay
  /** What it is made of. */
  readonly words: string
}

export class NestedConnection implements OuterConnection {
  readonly http: OuterConnection['http']
  readonly address: string
  readonly transport: OuterConnection['transport']
  readonly facts: RoadFacts
  readonly packets: OuterPackets | undefined

  constructor(
    private readonly inner: OuterConnection,
    private readonly passage: Passage,
  ) {
    const {http, address, transport, facts, packets} = inner
    this.http = http
    this.address = address
    this.transport = transport
    this.facts = facts
    this.packets = packets
  }

  get remarks(): readonly string[] {
    return this.inner.remarks
  }

  get requestWritten(): boolean {
    return this.inner.requestWritten
  }

  figures(): PathFigures {
    return this.inner.figures()
  }

  lifeSign(waitMs: number): LifeSign {
    return this.inner.lifeSign(waitMs)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.inner[Symbol.asyncDispose]()
    await this.passage[Symbol.asyncDispose]()
  }
}
