/**
 * Packets to be sent, packed for one call: `u16 length | u8 flags | u8 TOS | u8 TTL | [18 octets destination] |
 * payload`, little endian. Flags: 1 TOS, 2 TTL, 4 destination. The buffer is used again after `reset`.
 */
import ipaddr from 'ipaddr.js'
import {formatAddress} from '../wire/ip-address.js'
import {parse} from './address.js'
import type {SendOptions, SendOutcome} from './net.js'

const HEADER = 5
const DESTINATION = 18

export class PacketBatch {
  #bytes = new Uint8Array(16 * 1024)
  #length = 0
  #count = 0

  get count(): number {
    return this.#count
  }

  get packed(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  reset(): void {
    this.#length = 0
    this.#count = 0
  }

  /** Adds `bytes` from `start` to `end`. */
  add(bytes: Uint8Array, start: number, end: number, options: SendOptions = {}): void {
    const {to, tos, ttl} = options
    const length = end - start
    this.#reserve(HEADER + DESTINATION + length)
    const out = this.#bytes
    let at = this.#length
    out[at++] = length & 0xff
    out[at++] = length >> 8
    out[at++] = (tos === undefined ? 0 : 1) | (ttl === undefined ? 0 : 2) | (to === undefined ? 0 : 4)
    out[at++] = tos ?? 0
    out[at++] = ttl ?? 0
    if (to !== undefined) {
      out.set(toRecord(to), at)
      at += DESTINATION
    }
    out.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), at)
    this.#length = at + length
    this.#count++
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more))
    larger.set(this.packed)
    this.#bytes = larger
  }
}

/** @throws RangeError if `address` is not an IP address with a port */
export function toRecord(address: string): Uint8Array {
  const parsed = parse(address)
  if (!parsed) throw new RangeError(`'${address}' is not an IP address with a port`)
  const ip = ipaddr.parse(parsed.ip)
  const mapped = ip.kind() === 'ipv4' ? (ip as ipaddr.IPv4).toIPv4MappedAddress() : ip
  return Uint8Array.from([...mapped.toByteArray(), parsed.port & 0xff, parsed.port >> 8])
}

export interface BatchedPacket {
  readonly payload: Uint8Array
  readonly options: SendOptions
}

/** What a batch holds: for networks that are not the native one. */
export function* readBatch(packed: Uint8Array): Generator<BatchedPacket, void, undefined> {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length)
  let at = 0
  while (at + HEADER <= packed.length) {
    const length = view.getUint16(at, true)
    const [flags, tos, ttl] = [view.getUint8(at + 2), view.getUint8(at + 3), view.getUint8(at + 4)]
    at += HEADER
    const to = (flags & 4) === 0 ? undefined : formatAddress(view, at)
    if (to !== undefined) at += DESTINATION
    const options = {...((flags & 1) !== 0 && {tos}), ...((flags & 2) !== 0 && {ttl}), ...(to !== undefined && {to})}
    yield {payload: packed.subarray(at, at + length), options}
    at += length
  }
}

/** A batch without its first `count` packets. */
export function skipPackets(packed: Uint8Array, count: number): Uint8Array {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length)
  let at = 0
  for (let index = 0; index < count; index++) {
    const destination = (view.getUint8(at + 2) & 4) === 0 ? 0 : DESTINATION
    at += HEADER + destination + view.getUint16(at, true)
  }
  return packed.subarray(at)
}

/** For sockets that cannot send many at once: one after the other, up to the first that is refused. */
export function sendEach(
  packed: Uint8Array,
  send: (payload: Uint8Array, options: SendOptions) => SendOutcome,
): {sent: number; refused?: SendOutcome} {
  let sent = 0
  for (const {payload, options} of readBatch(packed)) {
    const outcome = send(payload, options)
    if (outcome !== 'sent') return {sent, refused: outcome}
    sent++
  }
  return {sent}
}
