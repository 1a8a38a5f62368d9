/**
 * What the native addon offers, as TypeScript sees it. The fake binding of the tests offers the same, so
 * everything above takes a `QuicBinding` as a parameter. What a call does is told at the Rust functions
 * (native/engine/src/quic), what an event record holds in records.ts.
 */

export interface NativeTransport {
  readonly datagrams?: boolean
  readonly datagramReceiveBufferBytes?: number
  readonly datagramSendBufferBytes?: number
  /** Size of our outer datagrams before path MTU discovery, 1200 or more. */
  readonly initialMtu?: number
  /** What the path is known to carry, 1200 or more: heavy loss never leads below it. */
  readonly minMtu?: number
  /** 0 turns path MTU discovery off. */
  readonly mtuUpperBound?: number
  /** 0: announce none. */
  readonly idleTimeoutMs?: number
  readonly keepAliveMs?: number
  readonly maxBidiStreams?: number
  readonly maxUniStreams?: number
  readonly streamReceiveWindow?: number
  readonly receiveWindow?: number
  readonly initialRttMs?: number
  readonly congestion?: 'cubic' | 'new-reno' | 'bbr'
}

/** Departures from the polite: for testers. */
export interface NativePeculiarities {
  /** Raw transport parameters put behind ours. */
  readonly extraParameters?: Uint8Array
  /** Our own transport parameters to leave out, by identifier. */
  readonly omittedParameters?: readonly number[]
  /** Send datagrams as if the peer had announced this limit. */
  readonly assumedDatagramLimit?: number
  /** Emit the plaintext frames of every packet. */
  readonly logFrames?: boolean
  /** Of the packets with DATAGRAM frames that come, one in so many counts as lost: it is logged, and nothing more. */
  readonly lostDatagrams?: number
  /** Packets with nothing but DATAGRAM frames are neither heard nor acknowledged. */
  readonly deafToDatagrams?: boolean
  /** A DATAGRAM frame in our Handshake packets, where there is room. */
  readonly misplacedDatagrams?: boolean
  /** DATAGRAM frames in Handshake packets of the peer are passed over. */
  readonly bearsMisplacedDatagrams?: boolean
}

export interface NativeServerOptions {
  readonly certificatesPem: string
  readonly keyPem: string
  readonly alpn: readonly string[]
  readonly clientCaPem?: string
  readonly transport?: NativeTransport
  readonly peculiarities?: NativePeculiarities
  readonly retry?: boolean
}

/** `linux` tells everything; `portable` is what there is elsewhere (see socket.ts). */
export type SocketKind = 'linux' | 'portable'

export interface NativeEndpointOptions {
  readonly local: string
  /** Absent: the best of this system. */
  readonly socket?: SocketKind
  /** No socket: outer datagrams come as TRANSMIT records and go in by `deliver`. */
  readonly channel?: boolean
  readonly gso?: boolean
  readonly gro?: boolean
  readonly tap?: boolean
  readonly forceTos?: number
  readonly ttl?: number
  readonly server?: NativeServerOptions
}

export interface NativeConnectOptions {
  readonly remote: string
  readonly serverName: string
  readonly alpn: readonly string[]
  readonly trust: 'roots' | 'pin' | 'anything'
  readonly rootsPem?: string
  readonly pin?: Uint8Array
  readonly certificatesPem?: string
  readonly keyPem?: string
  readonly version?: number
  readonly transport?: NativeTransport
  readonly peculiarities?: NativePeculiarities
}

export interface NativeHandshake {
  readonly alpn?: string
  readonly cipherSuite?: string
  readonly keyExchange?: string
  readonly serverName?: string
  readonly peerParameters?: Uint8Array
  readonly localParameters: Uint8Array
  readonly peerChain: readonly Uint8Array[]
  /** Absent: not checked. Empty: good. Otherwise why not, a stable word first. */
  readonly chainVerdict?: string
}

export interface NativeStats {
  readonly rttUs: number
  readonly minRttUs: number
  readonly congestionWindow: number
  readonly congestionEvents: number
  readonly mtu: number
  readonly sentPackets: number
  readonly lostPackets: number
  readonly blackHoles: number
  readonly udpSent: number
  readonly udpReceived: number
  readonly bytesSent: number
  readonly bytesReceived: number
  readonly datagramsSent: number
  readonly datagramsReceived: number
  readonly ownReceiveDrops: number
  /** Absent: the system does not say. */
  readonly ownSocketDrops?: number
}

/** Connections are numbers, streams too. Errors carry a stable `code`. */
export interface NativeQuicEndpoint {
  localAddress(): string
  connect(options: NativeConnectOptions): number
  sendDatagrams(id: number, packed: Uint8Array): number
  injectFrames(id: number, frames: Uint8Array): number
  maxDatagramSize(id: number): number
  openStream(id: number, unidirectional: boolean): number
  write(id: number, stream: number, bytes: Uint8Array, finish: boolean): number
  resetStream(id: number, stream: number, code: bigint): void
  stopStream(id: number, stream: number, code: bigint): void
  consumed(id: number, stream: number, bytes: number): void
  close(id: number, code: bigint, reason: Uint8Array): void
  ping(id: number): void
  updateKeys(id: number): void
  handshake(id: number): NativeHandshake
  stats(id: number): NativeStats
  forget(id: number): void
  rebind(local: string, announce: boolean): string
  deliver(from: string, tos: number, ttl: number, bytes: Uint8Array): void
  destroy(): void
  /** Records of the end, once it is destroyed: there are no calls for them any more. */
  lastWords(): Uint8Array
}

/** `sendDatagrams` and `injectFrames` answer this when the peer takes no DATAGRAM frames. */
export const NOT_NEGOTIATED = -2147483648

export interface QuicBinding {
  description(): string
  readonly QuicEndpoint: new (options: NativeEndpointOptions, onEvents: OnRecords) => NativeQuicEndpoint
}

export interface NativeUdpOptions {
  readonly local: string
  /** Connects the socket: only this peer is heard. */
  readonly remote?: string
  /** `on`: DF, larger than the known path MTU is refused. `probe`: DF, only the interface counts. */
  readonly dontFragment?: 'off' | 'on' | 'probe'
  readonly tos?: number
  readonly ttl?: number
  readonly bufferBytes?: number
}

export interface NativeUdpHub {
  open(options: NativeUdpOptions): {readonly id: number; readonly localAddress: string}
  /** Datagrams sent, plus 2^32 times the errno of the one after them that was not. */
  send(id: number, packed: Uint8Array): number
  close(id: number): void
  destroy(): void
}

export interface UdpBinding {
  readonly UdpHub: new (onEvents: OnRecords) => NativeUdpHub
}

export interface NativeTunOptions {
  /** Up to 15 letters; `%d` in it is a number of the kernel's choice. */
  readonly name: string
  readonly mtu?: number
  /** Of the device in this kernel, with prefix lengths: 192.0.2.1/24. */
  readonly addresses?: readonly string[]
  /** Default true: packets flow at once. */
  readonly up?: boolean
}

export interface NativeTun {
  name(): string
  /** Packets sent, plus 2^32 times the errno of the one after them that was not. */
  send(packed: Uint8Array): number
  destroy(): void
}

export interface TunBinding {
  readonly TunDevice: new (options: NativeTunOptions, onEvents: OnRecords) => NativeTun
}

/** Called with a buffer of records (records.ts) whenever something happened. */
export type OnRecords = (records: Uint8Array) => void
