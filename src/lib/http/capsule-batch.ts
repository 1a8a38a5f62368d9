/** Many datagrams at once where there are no frames for them: as DATAGRAM capsules, in one write. */
import {concat} from '../wire/bytes.js'
import * as capsule from '../wire/capsule.js'
import type {DatagramSender, SendOutcome} from './transport.js'

/** Capsules that wait for flow control; beyond this a batch is refused rather than kept. */
const MAX_PENDING_BYTES = 1 << 20

/** The data stream as a batch sees it. */
export interface CapsuleWriter {
  readonly open: boolean
  write(bytes: Uint8Array): Promise<boolean>
}

export class CapsuleBatch implements DatagramSender {
  readonly #waiting: Uint8Array[] = []
  #pendingBytes = 0

  constructor(
    private readonly prefix: Uint8Array,
    private readonly writer: CapsuleWriter,
  ) {}

  add(bytes: Uint8Array, start: number, end: number): void {
    this.#waiting.push(capsule.write(capsule.DATAGRAM, concat(this.prefix, bytes.subarray(start, end))))
  }

  flush(): {sent: number; dropped: number; why?: SendOutcome} {
    const capsules = this.#waiting.splice(0)
    if (capsules.length === 0) return {sent: 0, dropped: 0}
    if (!this.writer.open) return {sent: 0, dropped: capsules.length, why: 'closed'}
    if (this.#pendingBytes > MAX_PENDING_BYTES) return {sent: 0, dropped: capsules.length, why: 'queueFull'}
    void this.#write(concat(...capsules))
    return {sent: capsules.length, dropped: 0}
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#pendingBytes += bytes.length
    await this.writer.write(bytes)
    this.#pendingBytes -= bytes.length
  }
}
