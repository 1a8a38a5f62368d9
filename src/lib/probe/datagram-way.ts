/**
 * UDP payloads to one target and back, however they are carried: by a CONNECT-UDP tunnel, or as IP packets made in user
 * space inside a CONNECT-IP tunnel. What measures datagrams knows no more than this.
 */
import type {Ending} from '../http/ending.js'
import type {Carrier, Drops, SendOutcome} from '../http/transport.js'

export interface Arrival {
  readonly payload: Uint8Array
  /** Monotonic nanoseconds. */
  readonly atNs: bigint
  readonly carrier: Carrier
}

export interface DatagramWay {
  send(payload: Uint8Array): Promise<SendOutcome>
  /** Payloads as they arrive; ends with the tunnel. One reader. */
  received(): AsyncIterable<Arrival>
  /** The largest payload that goes into a frame now; undefined: frames cannot be used. */
  readonly maxPayloadBytes: number | undefined
  /** What we lost ourselves. */
  readonly drops: Drops
  /** The tunnel's. Never rejects. */
  readonly ended: Promise<Ending>
}

/** One that is opened for itself alone and given back. */
export interface OwnWay extends DatagramWay, AsyncDisposable {
  /** What our payloads travel in. */
  readonly carrier: Carrier
}
