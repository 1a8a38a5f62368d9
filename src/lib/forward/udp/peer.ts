/**
 * One local program (an address and a port) and its tunnel. While the tunnel is being opened a few datagrams wait; a
 * program that uses UDP expects loss, but not of its first word.
 */
import type {SendOutcome} from '../../http/transport.js'
import type {UdpTunnel} from '../../tunnel/connect-udp.js'
import type {UdpCounts} from './counts.js'

export interface PeerEvents {
  /** Told each time; the limit is that of the moment. */
  readonly onTooLarge: (bytes: number, limitBytes: number) => void
  readonly onDown: (payload: Uint8Array) => void
}

const MAX_HELD = 32
/** Sends under way: in a tunnel over capsules each waits for the stream. */
const MAX_PENDING = 64

export class Peer {
  /** When something last passed, on the forwarder's clock. */
  lastMs: number
  readonly #held: Uint8Array[] = []
  #tunnel: UdpTunnel | undefined
  #pending = 0

  constructor(
    readonly from: string,
    nowMs: number,
    private readonly counts: UdpCounts,
    private readonly events: PeerEvents,
  ) {
    this.lastMs = nowMs
  }

  /** From the program. The payload is kept. */
  up(payload: Uint8Array, nowMs: number): void {
    this.lastMs = nowMs
    if (this.#tunnel) this.#send(this.#tunnel, payload)
    else if (this.#held.length < MAX_HELD) this.#held.push(payload)
    else this.counts.dropped.queueFull++
  }

  /** Carries both ways until the tunnel ends. */
  async run(tunnel: UdpTunnel, now: () => number): Promise<void> {
    this.#tunnel = tunnel
    for (const payload of this.#held.splice(0)) this.#send(tunnel, payload)
    for await (const {payload} of tunnel.received()) {
      this.lastMs = now()
      this.events.onDown(payload)
    }
  }

  /** There will be no tunnel. */
  giveUp(): void {
    this.counts.dropped.noTunnel += this.#held.splice(0).length
  }

  #send(tunnel: UdpTunnel, payload: Uint8Array): void {
    if (this.#pending >= MAX_PENDING) {
      this.counts.dropped.queueFull++
      return
    }
    this.#pending++
    void tunnel.send(payload).then(outcome => {
      this.#pending--
      this.#count(outcome, payload.length)
    })
  }

  #count(outcome: SendOutcome, bytes: number): void {
    const {up, dropped} = this.counts
    if (outcome === 'accepted') {
      up.datagrams++
      up.bytes += bytes
    } else if (typeof outcome === 'object') {
      dropped.tooLarge++
      this.events.onTooLarge(bytes, outcome.tooLarge)
    } else if (outcome === 'queueFull') {
      dropped.queueFull++
    } else {
      dropped.noTunnel++
    }
  }
}
