/** HTTP/1.1 as those above see it: each tunnel takes a connection for itself, dialled as the first was. */
import type {H1Transport} from '../../http/h1/client.js'
import type {LifeSign, OuterConnection, PathFigures, RoadFacts} from '../connection.js'

/** There is no way to ask. */
const NO_SIGN: LifeSign = {seen: undefined, lossy: false, [Symbol.dispose]: () => undefined}
const NOTHING_SHOWN: PathFigures = {rttMs: null, mtuBytes: null, lostPackets: null}

export class H1OuterConnection implements OuterConnection {
  readonly http = '1.1'
  readonly packets = undefined

  constructor(
    readonly address: string,
    readonly transport: H1Transport,
    readonly facts: RoadFacts,
  ) {}

  get remarks(): readonly string[] {
    return [...this.transport.remarks]
  }

  get requestWritten(): boolean {
    return this.transport.requestWritten
  }

  figures(): PathFigures {
    return NOTHING_SHOWN
  }

  lifeSign(): LifeSign {
    return NO_SIGN
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.transport[Symbol.asyncDispose]()
  }
}
