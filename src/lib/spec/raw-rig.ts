/**
 * Connections on which a probe says exactly the octets it wants to, right or wrong, and sees everything that comes. One
 * for each version of HTTP; where versions can do the same, it is spelled the same.
 */
import type {HeaderList} from '../http/transport.js'
import type {Setting} from '../wire/h3-settings.js'
import type {Setting as H2Setting} from '../wire/h2-settings.js'
import type {ConnectionSeen, QuicOptions, SeenPacket} from './rig.js'
import type {EndingSeen} from './tunnel-rig.js'

export interface RawHttp3Options {
  /** undefined: the usual; `none`: no control stream is opened. */
  readonly settings?: readonly Setting[] | 'none'
  readonly quic?: QuicOptions
}

export interface RawHttp2Options {
  /** undefined: the usual; `none`: nothing is sent, not even the preface. */
  readonly settings?: readonly H2Setting[] | 'none'
  /** Acknowledge SETTINGS and PING; by default yes. */
  readonly acknowledge?: boolean
  /** Give back what DATA took from the windows; by default yes. */
  readonly openWindows?: boolean
}

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
  /** Gives up sending; HTTP/2: the whole stream. */
  reset(code: bigint): void
  /** HTTP/3: STOP_SENDING. HTTP/2 has nothing of the kind. */
  stop(code: bigint): void
  /**
   * The final head of the answer, or how the peer's direction ended instead; `silence`: neither came. That the peer takes
   * no more of us is an answer only if nothing else comes in time.
   */
  answer(withinMs: number, signal: AbortSignal): Promise<RawAnswer>
  /** Everything of the data stream that came so far; the first megabyte. */
  content(): Uint8Array
  /** The field section behind the content; undefined: none came so far. */
  trailers(): HeaderList | undefined
  /** How the peer's direction ended, or, for want of that, that it takes no more; null: neither by then. */
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
  /** Something came that is no head that can be read, for this reason. */
  | {readonly kind: 'unreadable'; readonly problem: string}
  /** `interim`: statuses below 200 that came, if any did: over HTTP/3 and HTTP/2, 101 is one of them. */
  | {readonly kind: 'silence'; readonly waitedMs: number; readonly interim?: readonly number[]}

export type StreamOver =
  | {readonly how: 'fin'}
  /** `code` is decimal. */
  | {readonly how: 'reset' | 'stopped'; readonly code: string; readonly codeName: string}
  | {readonly how: 'connection'; readonly ending: EndingSeen}

/** A stream that the peer opened: what it is for and everything that came on it so far. */
export interface PeerStream {
  /** `control`, `QPACK encoder`, `push`, `0x2f`; `bidirectional`; `unknown` until its type is there. */
  readonly type: string
  /** Behind the type; the first 64 KiB. Grows. */
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
  /** A unidirectional stream that begins with these octets: with its type, if it is to have one. */
  openUnidirectional(bytes: Uint8Array, signal: AbortSignal): Promise<RawExchange | undefined>
  /** More for our control stream. False: there is none, or it takes no more. */
  control(bytes: Uint8Array, fin?: boolean): Promise<boolean>
  /** Gives our control stream up. */
  resetControl(code: bigint): Promise<void>
  /** The payload of a DATAGRAM frame, Quarter Stream ID and all. */
  datagram(payload: Uint8Array): Promise<'accepted' | 'notNegotiated' | 'tooLarge' | 'queueFull' | 'closed'>
  /** The largest payload that goes out now; undefined: none on this connection. */
  readonly maxDatagramBytes: number | undefined
  /** Payloads of DATAGRAM frames that came; grows, bounded. */
  readonly datagrams: readonly {readonly atMs: number; readonly payload: Uint8Array}[]
  /** Frames of QUIC in a 1-RTT packet of ours. False: not taken; it takes a peer with DATAGRAM, or assumedDatagramLimit. */
  frames(bytes: Uint8Array): boolean
  /** CONNECTION_CLOSE of the application. */
  close(code: bigint): void
  /** What the engine counts. */
  stats(): {readonly lostPackets: number; readonly rttMs: number} | undefined
}

export interface RawHttp2 extends RawConnection {
  readonly peerSettings: readonly H2Setting[] | undefined
  settled(signal: AbortSignal): Promise<boolean>
  /** A request with these field lines, in this order, right or wrong. `data` of it waits for windows, `write` does not. */
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
  /** Everything behind the last head so far, chunks and all; the first megabyte. */
  content(): Uint8Array
  /** Ends our direction. */
  finish(): void
  /** Cuts the connection: the peer sees a reset. */
  reset(): void
}

export interface RawHead {
  /** As it came; of what is no head its beginning. */
  readonly text: string
  /** null: it cannot be read. */
  readonly status: number | null
  readonly version: string
  readonly reason: string
  readonly headers: HeaderList
  /** What is wrong with it, in words; null: nothing. */
  readonly problem: string | null
}
