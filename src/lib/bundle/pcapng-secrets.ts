/**
 * A pcapng capture without its Decryption Secrets Blocks (draft-ietf-opsawg-pcapng): every other block is passed on as it
 * is, in either byte order, a block at a time. Without the secrets the packets are there and stay shut.
 */
import {concat} from '../wire/bytes.js'
import {WireError} from '../wire/error.js'

const SECTION_HEADER = 0x0a0d0d0a
const DECRYPTION_SECRETS = 0x0000000a
const BYTE_ORDER_MAGIC = 0x1a2b3c4d
/** Type, length, and the length again; a section header needs the byte order as well. */
const MIN_BLOCK = 12
/** A packet of 64 kB with all its options is far below. */
const MAX_BLOCK = 16 << 20

/**
 * A last block that was cut off, as when the writer was killed, is left out.
 * @throws WireError malformed or too-large, with the offset in the file
 */
export async function* withoutSecrets(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let held: Uint8Array = new Uint8Array(0)
  let offset = 0
  let littleEndian = true
  for await (const chunk of input) {
    held = held.length > 0 ? concat(held, chunk) : chunk
    for (;;) {
      if (held.length < MIN_BLOCK) break
      const view = new DataView(held.buffer, held.byteOffset, held.length)
      // The type of a section header reads the same both ways; what follows says which it is.
      const isSection = view.getUint32(0) === SECTION_HEADER
      if (isSection) littleEndian = byteOrder(view, offset)
      const length = blockLength(view, littleEndian, offset)
      if (held.length < length) break
      if (view.getUint32(length - 4, littleEndian) !== length) throw malformed(offset, 'its two lengths differ')
      if (view.getUint32(0, littleEndian) !== DECRYPTION_SECRETS) yield held.slice(0, length)
      held = held.subarray(length)
      offset += length
    }
  }
}

function byteOrder(view: DataView, offset: number): boolean {
  if (view.getUint32(8, true) === BYTE_ORDER_MAGIC) return true
  if (view.getUint32(8, false) === BYTE_ORDER_MAGIC) return false
  throw malformed(offset, 'its byte order is neither')
}

function blockLength(view: DataView, littleEndian: boolean, offset: number): number {
  const length = view.getUint32(4, littleEndian)
  if (length < MIN_BLOCK || length % 4 !== 0) throw malformed(offset, `a length of ${length}`)
  if (length > MAX_BLOCK) throw new WireError('too-large', offset, `a block of ${length} octets`)
  return length
}

function malformed(offset: number, what: string): WireError {
  return new WireError('malformed', offset, `this is no pcapng block: ${what}`)
}
