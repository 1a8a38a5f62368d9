/** The Internet checksum (RFC 1071): the complement of the ones' complement sum of all 16-bit words. */
import {toOctets} from './address.js'

export function internetChecksum(...parts: readonly Uint8Array[]): number {
  let sum = 0
  for (const part of parts) sum = add(sum, part)
  return ~sum & 0xffff
}

/** What stands between two addresses: their checksums cover these, too. */
export interface Ends {
  readonly source: string
  readonly destination: string
}

/**
 * Over the pseudo header as well. The two families write it differently (RFC 768, RFC 8200 section 8.1), and the sum is
 * the same. Zero if the octets hold a right checksum.
 */
export function upperChecksum({source, destination}: Ends, protocol: number, bytes: Uint8Array): number {
  const {length} = bytes
  const pseudo = Uint8Array.of(length >>> 24, length >> 16, length >> 8, length, 0, protocol)
  return internetChecksum(toOctets(source), toOctets(destination), pseudo, bytes)
}

/** Each part begins at an even place; one of odd length is filled up with a zero. */
function add(start: number, bytes: Uint8Array): number {
  let sum = start
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
  // 65535 octets are 2^15 words of 2^16 at most: far from 2^53.
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return sum
}
