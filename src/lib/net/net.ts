/**
 * The network as a parameter: UDP with everything beside the payload, names, and one TCP question. The native
 * implementation, the one on node:dgram and the one in memory pass the same contract suite, each as far as it goes.
 */
import type {RawNet} from './raw.js'
import type {TcpNet} from './stream/tcp-net.js'

export interface Net {
  /** @throws NetError */
  udp(options: UdpOptions, events: UdpEvents): UdpSocket
  /** All addresses of a name in the system's order; a literal is its own answer. */
  lookup(host: string, signal: AbortSignal): Promise<Lookup>
  /** Does anybody answer a TCP handshake there? Nothing is sent over it. */
  tcpAnswers(address: string, signal: AbortSignal): Promise<TcpAnswer>
  /** Byte streams; absent: there is only UDP here. */
  readonly tcp?: TcpNet
  /** Below the sockets; absent: there is no such thing here. */
  readonly raw?: RawNet
}

export type TcpAnswer = 'open' | 'refused' | 'silent'

export type Lookup =
  | {readonly addresses: readonly string[]}
  | {readonly failure: 'no-such-name' | 'temporary' | 'failed'; readonly detail: string}

export interface UdpOptions {
  /** IP and port; port 0 lets the system choose. The family decides what can be sent to. */
  readonly local: string
  /** Connects the socket: only this peer is heard, and `send` needs no destination. */
  readonly remote?: string
  /**
   * `on` (default): DF set, more than the known path MTU is refused as too-large. `probe`: DF set, only the
   * interface's MTU counts. `off`: fragments leave.
   */
  readonly dontFragment?: 'off' | 'on' | 'probe'
  readonly tos?: number
  readonly ttl?: number
}

/** Valid during the call only: the next packet may use the same object. */
export interface ArrivedPacket {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
  /** Monotonic nanoseconds; the kernel's receive time where there is one. */
  readonly atNs: number
  /** undefined, these two: not observed. */
  readonly tos: number | undefined
  readonly ttl: number | undefined
  readonly from: string
  /** The local address it was sent to; undefined: not observed. */
  readonly localIp: string | undefined
  /** It came in fragments, the largest of which was an IP packet of so many octets; undefined: whole, or not observed. */
  readonly fragmentBytes?: number
}

export interface UdpEvents {
  onPacket(packet: ArrivedPacket): void
  /** The packets that were waiting have all been handed over: time to send on what was collected. */
  onIdle?(): void
  onPathError?(error: UdpPathError): void
  /** Packets lost so far because nobody took them from the kernel's buffer in time. */
  onOverflow?(total: number): void
}

/** An ICMP error (or a local one) that answers a packet of this socket. */
export interface UdpPathError {
  readonly origin: 'local' | 'icmp' | 'icmpv6'
  readonly type: number
  readonly code: number
  /** As in errno.h: ECONNREFUSED, EHOSTUNREACH, EMSGSIZE, … */
  readonly error: string
  /** Packet too big, fragmentation needed: the MTU. */
  readonly mtu: number | undefined
  /** Who sent the ICMP message; empty if unknown. */
  readonly offender: string
  readonly destination: string
  /** The beginning of the payload that was answered, as far as it was quoted. */
  readonly quoted: Uint8Array
}

export interface SendOptions {
  readonly to?: string
  readonly tos?: number
  readonly ttl?: number
}

export type SendOutcome =
  | 'sent'
  /** Larger than what may leave in one piece. */
  | 'too-large'
  /** Our own buffers are full. */
  | 'queue-full'
  | 'closed'
  /** The system refused: an errno name. */
  | {readonly error: string}

export interface UdpSocket extends AsyncDisposable {
  readonly localAddress: string
  send(payload: Uint8Array, options?: SendOptions): SendOutcome
  /** The bulk path: packets as made by PacketBatch. Stops at the first that does not go out. */
  sendBatch(packed: Uint8Array): {readonly sent: number; readonly refused?: SendOutcome}
  close(): void
}

export class NetError extends Error {
  override readonly name = 'NetError'
  constructor(
    /** EADDRINUSE, EADDRNOTAVAIL, EACCES, … */
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}
