/** Packets that came through an IP tunnel and nobody has read yet. Bounded: the oldest is dropped and counted, as a network would. */
export interface IpArrival {
  /** From the version field to the last octet. */
  readonly packet: Uint8Array
  readonly atNs: bigint
  readonly carrier: 'frame' | 'capsule'
}

const MAX_PACKETS = 4096
const MAX_BYTES = 8 << 20

export class PacketQueue {
  readonly #packets: IpArrival[] = []
  #bytes = 0
  #closed = false
  #reader: (() => void) | undefined
  dropped = 0

  push(arrival: IpArrival): void {
    if (this.#closed) return
    this.#packets.push(arrival)
    this.#bytes += arrival.packet.length
    while (this.#packets.length > MAX_PACKETS || this.#bytes > MAX_BYTES) {
      this.#bytes -= this.#packets.shift()?.packet.length ?? 0
      this.dropped++
    }
    this.#wake()
  }

  /** Nothing comes any more; what is there can still be read. */
  close(): void {
    this.#closed = true
    this.#wake()
  }

  /** One reader. */
  async *[Symbol.asyncIterator](): AsyncGenerator<IpArrival, void, undefined> {
    for (;;) {
      const arrival = this.#packets.shift()
      if (arrival) {
        this.#bytes -= arrival.packet.length
        yield arrival
      } else if (this.#closed) {
        return
      } else {
        await new Promise<void>(resolve => {
          this.#reader = resolve
        })
      }
    }
  }

  #wake(): void {
    const reader = this.#reader
    this.#reader = undefined
    reader?.()
  }
}
