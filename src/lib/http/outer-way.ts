/** What carries datagrams to one place where no socket of ours does: that is how QUIC runs inside a tunnel. */
import type {Ending} from './ending.js'

export interface OuterWay {
  /** What to call the two ends by, IP and port: nothing is routed by it. */
  readonly local: string
  readonly remote: string
  /** The most that it carries now; undefined: it has no limit of its own. */
  readonly limitBytes: number | undefined
  /** What cannot go is lost, as on a network. `bytes` are valid during the call. */
  send(bytes: Uint8Array): void
  /** One listener; what comes before there is one is lost. Bytes are valid during the call. */
  listen(onDatagram: (bytes: Uint8Array) => void): void
  /** Settles when nothing is carried any more. Never rejects. */
  readonly ended: Promise<Ending>
}
