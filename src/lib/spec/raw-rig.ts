/**
 * Connections on which a probe says exactly the octets it wants to, right or wrong, and sees everything that comes. One
 * for each version of HTTP; where versions can do the same, it is spelled the same.
 */
import type {HeaderList} from '../http/transport.js'
import type {Setting} from '../wire/h3-settings.js'
import type {Setting as H2Setting} from '../wire/h2-settings.js'
import type {ConnectionSeen, EndingSeen, SeenPacket} from './rig.js'

interface RawConnection extends AsyncDisposable {
  readonly seen: ConnectionSeen
  ending(): EndingSeen | null
  ended(withinMs: number, signal: AbortSignal): Promise<EndingSeen | null>
}

/** One request stream on which anything can be written. */
export interface RawExchange {
  /** undefined where streams have no numbers. */
  readonly id: bigint | undefined
  /** Onto the stream as it is (HTTP/3: unframed; HTTP/2: frames). False: it takes no more. */
  write(bytes: Uint8Array, fin?: boolean): Promise<boolean>
  /** Octets of the data stream: in a DATA frame, where there are frames. */
  data(bytes: Uint8Array, fin?: boolean): Promise<boolean>
  reset(code: bigint): void
  /** The final head of the answer, or how it ended instead; `silence`: neither came. */
  answer(withinMs: number, signal: AbortSignal): Promise<RawAnswer>
  /** Everything of the data stream that came so far. */
  content(): Uint8Array
  /** How the peer's direction ended; null: it has not by then. */
  over(withinMs: number, signal: AbortSignal): Promise<StreamOver | null>
}

/** JSON as it is. */
export type RawAnswer =
  | {
      readonly kind: 'response'
      readonly status: number
      readonly headers: HeaderList
      readonly interim: readonly number[]
    }
  | {readonly kind: 'over'; readonly how: StreamOver}
  | {readonly kind: 'silence'; readonly waitedMs: number}

export type StreamOver =
  | {readonly how: 'fin'}
  | {readonly how: 'reset' | 'stopped'; readonly code: string}
  | {readonly how: 'connection'; readonly ending: EndingSeen}

/** A stream that the peer opened: what it is for and everything that came on it so far. */
export interface PeerStream {
  readonly type: string
  readonly bytes: Uint8Array
  readonly over: 'fin' | 'reset' | null
}

export interface RawHttp3 extends RawConnection {
  readonly packets: readonly SeenPacket[]
  readonly peerStreams: readonly PeerStream[]
  /** As received; undefined: not yet. */
  readonly peerSettings: readonly Setting[] | undefined
  settled(signal: AbortSignal): Promise<boolean>
  /** A request stream with nothing on it; undefined: the peer allows none, or the connection is over. */
  open(signal: AbortSignal): Promise<RawExchange | undefined>
  /** A request with these field lines, in this order, right or wrong. */
  request(fields: HeaderList, signal: AbortSignal, fin?: boolean): Promise<RawExchange | undefined>
  /** A unidirectional stream that begins with these octets; its number. */
  openUnidirectional(bytes: Uint8Array, signal: AbortSignal): Promise<RawExchange | undefined>
  /** More for our control stream. */
  control(bytes: Uint8Array): Promise<boolean>
  /** The payload of a DATAGRAM frame, Quarter Stream ID and all. */
  datagram(payload: Uint8Array): Promise<'accepted' | 'notNegotiated' | 'tooLarge' | 'queueFull' | 'closed'>
  /** Payloads of DATAGRAM frames that came; grows, bounded. */
  readonly datagrams: readonly {readonly atMs: number; readonly payload: Uint8Array}[]
  /** Frames of QUIC in a 1-RTT packet of ours. False: it was not taken. */
  frames(bytes: Uint8Array): boolean
  /** CONNECTION_CLOSE of the application. */
  close(code: bigint): void
  /** What the engine counts. */
  stats(): {readonly lostPackets: number; readonly rttMs: number} | undefined
}

export interface RawHttp2 extends RawConnection {
  readonly peerSettings: readonly H2Setting[] | undefined
  settled(signal: AbortSignal): Promise<boolean>
  request(fields: HeaderList, signal: AbortSignal, fin?: boolean): Promise<RawExchange | undefined>
  /** Any octets. */
  write(bytes: Uint8Array): Promise<boolean>
  /** Frames that came: header, and payload as octets; grows, bounded. */
  readonly frames: readonly {
    readonly type: number
    readonly flags: number
    readonly streamId: number
    readonly bytes: Uint8Array
    readonly atMs: number
  }[]
}

export interface RawHttp1 extends RawConnection {
  /** Any octets. False: nobody takes them any more. */
  write(bytes: Uint8Array | string): Promise<boolean>
  /** The next head that comes, as it is; undefined: none within the time, or the end. */
  head(withinMs: number, signal: AbortSignal): Promise<RawHead | undefined>
  /** Everything behind the last head so far. */
  content(): Uint8Array
  finish(): void
}

export interface RawHead {
  readonly text: string
  readonly status: number | null
  readonly version: string
  readonly reason: string
  readonly headers: HeaderList
}
