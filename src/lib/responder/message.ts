/** Messages of the responder's protocol: docs/responder-protocol.md. Signed, or they do not exist. */
import {createHash, createHmac, randomBytes, timingSafeEqual} from 'node:crypto'
import {concat, equal} from '../wire/bytes.js'
import {Cursor} from '../wire/cursor.js'
import {WireError} from '../wire/error.js'

export const type = {
  HELLO: 0x01,
  ECHO: 0x02,
  REPORT: 0x03,
  BYE: 0x04,
  WELCOME: 0x81,
  ECHOED: 0x82,
  REPORTED: 0x83,
  FAREWELL: 0x84,
  COOKIE_WANTED: 0xc0,
} as const

const MAGIC = Uint8Array.of(0x4d, 0x53, 0x51, 0x52)
const VERSION = 1
const MAC_BYTES = 16
const NONCE_BYTES = 16
/** Everything but the items. */
export const OVERHEAD = 4 + 1 + 1 + 4 + NONCE_BYTES + 8 + MAC_BYTES

export interface Item {
  readonly type: number
  readonly value: Uint8Array
}

export interface Message {
  readonly type: number
  readonly nonce: Uint8Array
  /** Milliseconds since 1970. */
  readonly timeMs: number
  readonly items: readonly Item[]
}

/** A shared key and what follows from it. */
export class ResponderKey {
  readonly id: Uint8Array

  /** @throws RangeError below 16 octets */
  constructor(readonly secret: Uint8Array) {
    if (secret.length < 16) throw new RangeError('a responder key has at least 16 octets')
    this.id = createHash('sha256').update('masque responder key').update(secret).digest().subarray(0, 4)
  }

  static random(): ResponderKey {
    return new ResponderKey(randomBytes(32))
  }

  /** Of a key file: base64, as `masque serve responder` writes it. @throws RangeError */
  static parse(text: string): ResponderKey {
    const trimmed = text.trim()
    if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(trimmed)) throw new RangeError('a responder key is written in base64')
    return new ResponderKey(Buffer.from(trimmed, 'base64'))
  }

  toString(): string {
    return Buffer.from(this.secret).toString('base64')
  }

  mac(bytes: Uint8Array): Uint8Array {
    return createHmac('sha256', this.secret).update(bytes).digest().subarray(0, MAC_BYTES)
  }
}

export function freshNonce(): Uint8Array {
  return randomBytes(NONCE_BYTES)
}

export function write(key: ResponderKey, message: Message): Uint8Array {
  const header = new Uint8Array(OVERHEAD - MAC_BYTES)
  const view = new DataView(header.buffer)
  header.set(MAGIC)
  header[4] = VERSION
  header[5] = message.type
  header.set(key.id, 6)
  header.set(message.nonce, 10)
  view.setBigUint64(26, BigInt(message.timeMs))
  const body = concat(header, ...message.items.map(writeItem))
  return concat(body, key.mac(body))
}

/** undefined for anything that is not a message signed with this key: the caller then stays silent. */
export function read(key: ResponderKey, bytes: Uint8Array): Message | undefined {
  if (!looksLikeMessage(bytes) || !equal(bytes.subarray(6, 10), key.id)) return undefined
  const signed = bytes.subarray(0, bytes.length - MAC_BYTES)
  if (!timingSafeEqual(key.mac(signed), bytes.subarray(bytes.length - MAC_BYTES))) return undefined
  const cursor = new Cursor(signed, 5)
  try {
    const messageType = cursor.u8()
    cursor.take(4)
    const nonce = cursor.take(NONCE_BYTES)
    const timeMs = Number(cursor.u64())
    return {type: messageType, nonce, timeMs, items: readItems(cursor)}
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}

/** By its first octets, whoever signed it. */
export function looksLikeMessage(bytes: Uint8Array): boolean {
  return bytes.length >= OVERHEAD && equal(bytes.subarray(0, 4), MAGIC) && bytes[4] === VERSION
}

/** The type without checking anything else: to sort messages out from other payloads. */
export function peekType(bytes: Uint8Array): number | undefined {
  return looksLikeMessage(bytes) ? bytes[5] : undefined
}

function writeItem({type: itemType, value}: Item): Uint8Array {
  const head = Uint8Array.of(itemType >> 8, itemType & 0xff, value.length >> 8, value.length & 0xff)
  return concat(head, value)
}

/** @throws WireError truncated */
function readItems(cursor: Cursor): Item[] {
  const items: Item[] = []
  while (cursor.remaining > 0) {
    const itemType = cursor.u16()
    items.push({type: itemType, value: cursor.take(cursor.u16())})
  }
  return items
}
