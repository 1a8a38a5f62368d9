/** Datagrams that leave together as DATAGRAM capsules, with one write: for versions of HTTP without frames for them. */
import * as capsule from '../wire/capsule.js'
import {concat} from '../wire/bytes.js'
import type {DatagramSender} from './transport.js'

/** Capsules that wait for the peer to read; beyond this a batch is refused rather than kept. */
const MAX_PENDING_BYTES = 1 << 20

/** Where capsules are written to. */
export interface CapsuleOutlet {
  readonly isWritable: boolean
  /** Written, and not yet taken. */
  readonly pendingBytes: number
  /** How much may be; undefined: a megabyte. */
  readonly maxPendingBytes?: number | undefined
  write(bytes: Uint8Array): Promise<boolean>
}

export function capsuleBatch(prefix: Uint8Array, outlet: CapsuleOutlet): DatagramSender {
  const waiting: Uint8Array[] = []
  return {
    add: (bytes, start, end) => {
      waiting.push(capsule.write(capsule.DATAGRAM, concat(prefix, bytes.subarray(start, end))))
    },
    flush: () => {
      const capsules = waiting.splice(0)
      if (capsules.length === 0) return {sent: 0, dropped: 0}
      if (!outlet.isWritable) return {sent: 0, dropped: capsules.length, why: 'closed'}
      if (outlet.pendingBytes > (outlet.maxPendingBytes ?? MAX_PENDING_BYTES))
        return {sent: 0, dropped: capsules.length, why: 'queueFull'}
      void outlet.write(concat(...capsules))
      return {sent: capsules.length, dropped: 0}
    },
  }
}
