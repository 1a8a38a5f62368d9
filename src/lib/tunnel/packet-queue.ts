/** Packets that came through an IP tunnel and nobody has read yet. Bounded: the oldest is dropped and counted, as a network would. */
import {AsyncQueue} from '../http/async-queue.js'

export interface IpArrival {
  /** From the version field to the last octet. */
  readonly packet: Uint8Array
  readonly atNs: bigint
  readonly carrier: 'frame' | 'capsule'
}

const MAX_PACKETS = 4096
const MAX_BYTES = 8 << 20

export class PacketQueue implements AsyncIterable<IpArrival> {
  readonly #arrivals = new AsyncQueue<IpArrival>()
  #bytes = 0
  #closed = false
  dropped = 0

  push(arrival: IpArrival): void {
    if (this.#closed) return
    this.#arrivals.push(arrival)
    this.#bytes += arrival.packet.length
    while (this.#arrivals.length > MAX_PACKETS || this.#bytes > MAX_BYTES) {
      this.#bytes -= this.#arrivals.shift()?.packet.length ?? 0
      this.dropped++
    }
  }

  /** Nothing comes any more; what is there can still be read. */
  close(): void {
    this.#closed = true
    this.#arrivals.close()
  }

  /** One reader. */
  async *[Symbol.asyncIterator](): AsyncGenerator<IpArrival, void, undefined> {
    for await (const arrival of this.#arrivals) {
      this.#bytes -= arrival.packet.length
      yield arrival
    }
  }
}
