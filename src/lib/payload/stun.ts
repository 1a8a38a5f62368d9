/** A STUN Binding request (RFC 8489): the answer says where it came from, which is the proxy's egress. */
import {format} from '../net/address.js'
import {formatIp} from '../wire/ip-address.js'
import type {Random} from '../spec/random.js'
import {concat, toHex} from '../wire/bytes.js'
import {Cursor} from '../wire/cursor.js'
import {WireError} from '../wire/error.js'
import type {Payload} from './kind.js'

const BINDING_REQUEST = 0x0001
const BINDING_SUCCESS = 0x0101
const BINDING_ERROR = 0x0111
const MAGIC_COOKIE = 0x2112a442
const MAPPED_ADDRESS = 0x0001
const XOR_MAPPED_ADDRESS = 0x0020

export function stunPayload(random: Random): Payload {
  const asked = new Map<string, number>()
  return {
    name: 'stun',
    question(number) {
      const transaction = random.bytes(12)
      asked.set(toHex(transaction), number)
      const header = new DataView(new ArrayBuffer(8))
      header.setUint16(0, BINDING_REQUEST)
      header.setUint32(4, MAGIC_COOKIE)
      return concat(new Uint8Array(header.buffer), transaction)
    },
    answer(bytes) {
      try {
        const cursor = new Cursor(bytes)
        const messageType = cursor.u16()
        const length = cursor.u16()
        if (cursor.u32() !== MAGIC_COOKIE) return undefined
        const transaction = cursor.take(12)
        const question = asked.get(toHex(transaction))
        if (question === undefined) return undefined
        if (messageType === BINDING_ERROR) return {question, detail: 'a STUN error'}
        if (messageType !== BINDING_SUCCESS) return undefined
        const observed = mappedAddress(cursor.sub(length), transaction)
        return {question, detail: 'a STUN binding', ...(observed !== undefined && {observed})}
      } catch (error) {
        if (error instanceof WireError) return undefined
        throw error
      }
    },
  }
}

/** @throws WireError */
function mappedAddress(attributes: Cursor, transaction: Uint8Array): string | undefined {
  while (attributes.remaining > 0) {
    const attribute = attributes.u16()
    const length = attributes.u16()
    const value = attributes.sub(length)
    attributes.take(Math.min(attributes.remaining, (4 - (length % 4)) % 4))
    if (attribute === XOR_MAPPED_ADDRESS || attribute === MAPPED_ADDRESS) {
      return address(value, attribute === XOR_MAPPED_ADDRESS ? transaction : undefined)
    }
  }
  return undefined
}

/** RFC 8489 section 14.2: port and address are masked with the magic cookie and the transaction. */
function address(value: Cursor, transaction: Uint8Array | undefined): string {
  value.u8()
  const family = value.u8()
  const mask = transaction && concat(Uint8Array.of(0x21, 0x12, 0xa4, 0x42), transaction)
  const port = value.u16() ^ (mask ? MAGIC_COOKIE >>> 16 : 0)
  const raw = value.take(family === 2 ? 16 : 4)
  const ip = raw.map((octet, index) => octet ^ (mask?.[index] ?? 0))
  const mapped = ip.length === 4 ? concat(new Uint8Array(10), Uint8Array.of(0xff, 0xff), ip) : ip
  return format(formatIp(new DataView(mapped.buffer, mapped.byteOffset, mapped.length), 0), port)
}
