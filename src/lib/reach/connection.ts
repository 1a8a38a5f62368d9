/**
 * An open connection to a proxy, whatever version of HTTP it speaks: what probes, the shell and forwarders stand on.
 * What only some versions can tell is undefined or null in the others, never guessed.
 */
import type {HttpVersion, Transport} from '../http/transport.js'
import type {Road} from '../report/document.js'

/** What is known of a way before any request is made on it. */
export type RoadFacts = Pick<Road, 'settings' | 'transportParameters' | 'tls'>

/** Of our outer datagrams, as the engine is built: native/engine/src/quic/config.rs. */
export const MTU_BOUND_BYTES = 1452

export interface OuterConnection extends AsyncDisposable {
  readonly http: HttpVersion
  /** Where packets go: IP and port. */
  readonly address: string
  /** Closed with the connection. */
  readonly transport: Transport
  readonly facts: RoadFacts
  /** What its implementer would want to be told although it works; may grow. */
  readonly remarks: readonly string[]
  /** A request was written, so that a missing answer is the proxy's and not for want of a stream. */
  readonly requestWritten: boolean
  /** How the outer path fares; of a connection that has ended, the last that was seen. */
  figures(): PathFigures
  /** Datagrams outside, where there are any; undefined over TCP. */
  readonly packets: OuterPackets | undefined
  /** Watches a wait of this length: who is silent may still be alive. */
  lifeSign(waitMs: number): LifeSign
}

/** null: this version does not show it. */
export interface PathFigures {
  readonly rttMs: {readonly min: number; readonly smoothed: number} | null
  /** The largest outer datagram that is sent now. */
  readonly mtuBytes: number | null
  readonly lostPackets: number | null
}

export interface LifeSign extends Disposable {
  /** Something came in since we asked; undefined: this version cannot ask. */
  readonly seen: boolean | undefined
  /** Packets are being lost: what is missing may be as well. */
  readonly lossy: boolean
}

/** How our packets to the proxy are made, for those who count octets. */
export interface OuterPackets {
  /** Now. */
  path(): OuterPath
  /** DATAGRAM frames that left, by our engine's own count. */
  framesSent(): number
}

/** What our side of the outer connection is made of while a size is examined. */
export interface OuterPath {
  /** undefined: not in IP, but in another tunnel. */
  readonly family: 4 | 6 | undefined
  /** The largest UDP payload our engine sends to the proxy now. */
  readonly mtuBytes: number
  /** The most it sends at all, whatever the path carries. */
  readonly mtuBoundBytes: number
  /** What fits into a DATAGRAM frame now, by our engine's account. */
  readonly maxDatagramBytes: number | undefined
  /** Connection IDs: the proxy's are in our packets, ours in the proxy's. */
  readonly peerCidBytes: number
  readonly ownCidBytes: number
  /** max_datagram_frame_size and max_udp_payload_size of the proxy; undefined: not announced. */
  readonly peerFrameLimit: number | undefined
  readonly peerUdpLimit: number | undefined
}
