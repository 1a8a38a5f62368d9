/**
 * How a tunnel reaches the proxy, and how the reference proxy is reached: the same types on both sides, one
 * implementation for each version of HTTP and one in memory. Nothing here knows what a tunnel carries.
 */
import type {CapsuleReading} from './capsule-reading.js'
import type {Ending} from './ending.js'

export type HttpVersion = '3' | '2' | '1.1'

/** Why a stream is given up. Each version of HTTP says it with a code of its own, or not at all. */
export type AbortReason =
  /** The message breaks the rules. */
  | 'message-error'
  /** An HTTP Datagram or a capsule of one breaks the rules. */
  | 'datagram-error'
  /** What the tunnel leads to failed. */
  | 'connect-error'
  /** Nobody wants it any more. */
  | 'cancelled'
  | 'internal-error'
  | 'no-error'

/** Fields as they were on the wire: order, case and octets kept (one character an octet). */
export type HeaderList = readonly (readonly [name: string, value: string])[]

export interface TunnelRequest {
  /** `CONNECT` for every tunnel of HTTP/2 and HTTP/3. */
  readonly method: string
  /** The upgrade token; undefined for an ordinary request. */
  readonly protocol: string | undefined
  readonly scheme: string
  readonly authority: string
  /** Path and query. */
  readonly path: string
  readonly headers: HeaderList
  /** How our datagrams travel: QUIC DATAGRAM frames, DATAGRAM capsules (RFC 9297 section 3.5), or as negotiated. */
  readonly datagrams?: DatagramMode
}

export type DatagramMode = 'frames' | 'capsules' | 'auto'

export interface Head {
  readonly status: number
  readonly headers: HeaderList
  /** Behind the content, of an answer that opens no tunnel. */
  readonly trailers?: HeaderList
}

/** Client side. */
export interface Transport extends AsyncDisposable {
  readonly http: HttpVersion
  /** Sends the request and waits for the final response. Rejects only with the signal's reason. */
  open(request: TunnelRequest, signal: AbortSignal): Promise<Opened>
  /** Settles when the connection below is gone. Never rejects. */
  readonly ended: Promise<Ending>
}

export type Opened =
  /** A 2xx (or 101): what the tunnel is worth is another question. */
  | {readonly kind: 'tunnel'; readonly tunnel: Tunnel; readonly interim: readonly Head[]}
  | {readonly kind: 'refused'; readonly refusal: Refusal; readonly interim: readonly Head[]}
  /** No final response. */
  | {readonly kind: 'failed'; readonly ending: Ending}

export interface Refusal extends Head {
  /** Why this status opens no tunnel here, though elsewhere it would, in words. */
  readonly problem?: string
  /** As much of the content as came, up to a few kilobytes; settles when there is no more. */
  readonly body: Promise<Uint8Array>
}

/** Server side. */
export interface Listener extends AsyncDisposable {
  readonly address: string
  readonly incoming: AsyncIterable<IncomingRequest>
}

export interface IncomingRequest {
  readonly http: HttpVersion
  readonly request: TunnelRequest
  /** Who asks: IP and port. */
  readonly from: string
  /** HTTP/3 and HTTP/2: what the client announced, as far as that is there. */
  readonly peerSettings?: readonly {readonly id: bigint; readonly value: bigint}[] | undefined
  /** Answers with this head and opens the tunnel. */
  accept(response: Head, reading?: CapsuleReading): Tunnel
  /** Answers with this head, this content if any, and nothing else. */
  refuse(response: Head, content?: Uint8Array): Promise<void>
  /** Gives up the stream without an answer. A number goes as it is, where there are numbers. */
  abort(reason: AbortReason | bigint): void
  /** Settles if the request dies before it is answered, and with the tunnel's ending afterwards. */
  readonly ended: Promise<Ending>
}

/** The peer broke a rule, or sent more than we take; in words of ours. */
export interface AbortCause {
  readonly how: 'malformed' | 'over-limit'
  readonly detail: string
}

export interface Tunnel extends AsyncDisposable {
  readonly status: number
  readonly headers: HeaderList
  /** What `datagrams` of the request came to. */
  readonly carrier: Carrier
  /** The largest HTTP Datagram payload a frame can carry now; undefined: frames cannot be used. */
  readonly maxPayloadBytes: number | undefined
  /** What we lost ourselves; never the peer's fault. */
  readonly drops: Drops
  /** What arrives, in order of arrival. One reader. Ends with the tunnel. */
  readonly received: AsyncIterable<Unit>
  /** While set, datagrams go here instead, without an object for each. */
  sink: DatagramSink | undefined
  /** What became of it on our side: a tester must not mistake its own queue for the path. */
  send(unit: OutgoingUnit): Promise<SendOutcome>
  /** For many datagrams: `prefix` (a Context ID, say) goes before each payload. */
  batch(prefix: Uint8Array): DatagramSender
  /** Bytes onto the stream, without any framing of ours. False: the stream takes no more. */
  raw(bytes: Uint8Array): Promise<boolean>
  /** Ends our direction; the other stays open. */
  finish(): Promise<void>
  /**
   * Gives up both directions; answers with the error code that says so on the wire, undefined where there are none.
   * A number goes as it is, where there are numbers. Without a cause, whoever opened it is done with it.
   */
  abort(reason: AbortReason | bigint, cause?: AbortCause): bigint | undefined
  /** Asks the peer to send no more, and goes on sending. False: this version of HTTP cannot say so. */
  stop(code: bigint): boolean
  /** Settles once, with who ended the tunnel and how. Never rejects. */
  readonly ended: Promise<Ending>
}

export type Carrier = 'frame' | 'capsule'

/** HTTP Datagrams and capsules as they crossed; nothing is normalised away. */
export type Unit =
  | {
      readonly kind: 'datagram'
      readonly carrier: Carrier
      readonly payload: Uint8Array
      /** When its last octet came in, monotonic nanoseconds. */
      readonly receivedAtNs: bigint
      /** Where its capsule begins in the data stream; undefined in a frame, which has no place there. */
      readonly offset: number | undefined
    }
  /** A DATAGRAM capsule larger than any payload can be; its value is skipped, but for the beginning. */
  | (InStream & {readonly kind: 'oversized'; readonly length: bigint; readonly head: Uint8Array})
  | (InStream & {readonly kind: 'capsule'; readonly type: bigint; readonly value: CapsuleValue})

interface InStream {
  readonly carrier: 'capsule'
  /** Where it begins in the data stream. */
  readonly offset: number
}

/** Large values arrive in pieces; what is not read is skipped when the next unit is asked for. */
export interface CapsuleValue {
  readonly length: bigint
  readonly pieces: AsyncIterable<Uint8Array>
}

export type OutgoingUnit =
  | {readonly kind: 'datagram'; readonly payload: Uint8Array; readonly carrier?: Carrier}
  | {readonly kind: 'capsule'; readonly type: bigint; readonly value: Uint8Array}

export type SendOutcome =
  | 'accepted'
  | {readonly tooLarge: number}
  /** Frames cannot be used: a setting or the transport parameter is missing. */
  | 'notNegotiated'
  | 'queueFull'
  | 'closed'

export interface Drops {
  /** Arrived, and thrown away because nobody read in time. */
  readonly received: number
  /** Not sent because our own queue was full. */
  readonly unsent: number
}

export interface DatagramSink {
  /** The payload is `bytes` from `start` to `end`, valid during the call; received at `atNs`. */
  onDatagram(bytes: Uint8Array, start: number, end: number, atNs: number, carrier: Carrier): void
}

/** Collects datagrams and sends them with one call. */
export interface DatagramSender {
  add(bytes: Uint8Array, start: number, end: number): void
  /** How many went; the rest was refused for the reason given and is dropped. */
  flush(): {readonly sent: number; readonly dropped: number; readonly why?: SendOutcome}
}
