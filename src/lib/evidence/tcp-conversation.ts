/**
 * A TCP connection as packets, for captures. What was seen is octets in order, with their times and the ends of both
 * directions; segments, sequence numbers, flags and the handshake are made up so that others can read it as TCP.
 */
import type {SocketAddress} from '../net/address.js'
import * as packet from '../wire/ip/packet.js'
import * as tcp from '../wire/tcp.js'

type Direction = 'sent' | 'received'

/** So much fits into one IPv4 packet with both headers, and into one of IPv6. */
const MAX_PAYLOAD = 65_535 - 20 - tcp.HEADER
/** Of what each side can take nothing was seen: more than anybody fills. */
const OPTIONS = tcp.writeOptions([
  {kind: 'mss', size: 65_495},
  {kind: 'window-scale', shift: 14},
])
const {SYN, ACK, PSH, FIN, RST} = tcp.FLAG
const NOTHING = new Uint8Array(0)

export interface Segment {
  readonly direction: Direction
  readonly bytes: Uint8Array
}

export class TcpConversation {
  /** What comes next in each direction; what came so far is acknowledged by the other. */
  readonly #next = {sent: 0, received: 0}

  constructor(
    private readonly local: SocketAddress,
    private readonly remote: SocketAddress,
  ) {}

  /** The three of the handshake. */
  open(): Segment[] {
    return [
      this.#segment('sent', SYN, NOTHING, OPTIONS),
      this.#segment('received', SYN | ACK, NOTHING, OPTIONS),
      this.#segment('sent', ACK, NOTHING),
    ]
  }

  carry(direction: Direction, bytes: Uint8Array): Segment[] {
    const segments: Segment[] = []
    for (let at = 0; at < bytes.length; at += MAX_PAYLOAD) {
      segments.push(this.#segment(direction, ACK | PSH, bytes.subarray(at, at + MAX_PAYLOAD)))
    }
    return segments
  }

  end(direction: Direction, how: 'fin' | 'reset'): Segment[] {
    return [this.#segment(direction, (how === 'fin' ? FIN : RST) | ACK, NOTHING)]
  }

  #segment(direction: Direction, flags: number, payload: Uint8Array, options: Uint8Array = NOTHING): Segment {
    const [from, to] = direction === 'sent' ? [this.local, this.remote] : [this.remote, this.local]
    const other = direction === 'sent' ? 'received' : 'sent'
    const ends = {source: from.ip, destination: to.ip}
    const segment = tcp.write(
      {
        sourcePort: from.port,
        destinationPort: to.port,
        flags,
        sequence: this.#next[direction] >>> 0,
        acknowledgment: (flags & ACK) === 0 ? 0 : this.#next[other] >>> 0,
        options,
        payload,
      },
      ends,
    )
    const isCounted = (flags & (SYN | FIN)) !== 0
    this.#next[direction] = (this.#next[direction] + payload.length + (isCounted ? 1 : 0)) % 2 ** 32
    const protocol = packet.PROTOCOL.TCP
    const bytes = ends.source.includes(':')
      ? packet.write({...ends, nextHeader: protocol, payload: segment})
      : packet.write({...ends, protocol, payload: segment})
    return {direction, bytes}
  }
}
