/** How packets reach a client: in context 0 of its tunnel, those together that came together. */
import type {DatagramSender, Tunnel} from '../../http/transport.js'
import type {IpSessionPolicy} from '../../spec/ip-policy.js'
import {concat} from '../../wire/bytes.js'
import type {ClientLink} from './client.js'

const CONTEXT_ZERO = Uint8Array.of(0)

export class TunnelLink implements ClientLink {
  #tunnel: Tunnel | undefined
  #sender: DatagramSender | undefined
  #flushScheduled = false
  /** Lost before they left: our own queue was full, or they had become too large. */
  unsent = 0

  constructor(private readonly policy: IpSessionPolicy) {}

  /** The tunnel exists once the request is accepted; before that nothing is sent. */
  attach(tunnel: Tunnel): void {
    this.#tunnel = tunnel
    this.#sender = tunnel.batch(CONTEXT_ZERO)
  }

  get mtu(): number {
    const tunnel = this.#tunnel
    return this.policy.mtu(tunnel?.carrier === 'frame' ? (tunnel.maxPayloadBytes ?? 0) : undefined)
  }

  send(packet: Uint8Array): void {
    this.#sender?.add(packet, 0, packet.length)
    if (this.#flushScheduled) return
    this.#flushScheduled = true
    // After everything that came in the same turn, and before anything else happens.
    queueMicrotask(() => {
      this.#flushScheduled = false
      this.unsent += this.#sender?.flush().dropped ?? 0
    })
  }

  onTooSmall(): void {
    if (this.policy.onSmallMtu() === 'abort') this.#tunnel?.abort('internal-error')
  }

  abort(): void {
    this.#tunnel?.abort('datagram-error')
  }

  sendInCapsule(packet: Uint8Array): void {
    void this.#tunnel?.send({kind: 'datagram', carrier: 'capsule', payload: concat(CONTEXT_ZERO, packet)})
  }
}
