/** String literals: RFC 7541 section 5.2, and with other prefixes RFC 9204 section 4.1.2. One character an octet. */
import {concat, fromLatin1, toLatin1} from '../bytes.js'
import type {Cursor} from '../cursor.js'
import * as huffman from './huffman.js'
import * as integer from './integer.js'

/**
 * @param prefixBits bits of the length; the bit above them says Huffman
 * @throws WireError; the cursor then has not moved
 */
export function read(cursor: Cursor, prefixBits: number): string {
  return cursor.attempt(() => {
    const compressed = ((cursor.peek() ?? 0) & (2 ** prefixBits)) !== 0
    const bytes = cursor.take(integer.read(cursor, prefixBits))
    return toLatin1(compressed ? huffman.decode(bytes) : bytes)
  })
}

/** @param compress true: Huffman, but only where it is shorter */
export function write(text: string, prefixBits: number, flags: number, compress: boolean): Uint8Array {
  const bytes = fromLatin1(text)
  if (compress && huffman.encodedLength(bytes) < bytes.length) {
    const packed = huffman.encode(bytes)
    return concat(Uint8Array.from(integer.write(packed.length, prefixBits, flags | (2 ** prefixBits))), packed)
  }
  return concat(Uint8Array.from(integer.write(bytes.length, prefixBits, flags)), bytes)
}
