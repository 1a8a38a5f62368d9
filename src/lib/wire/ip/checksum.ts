/** The Internet checksum (RFC 1071): the complement of the ones' complement sum of all 16-bit words. */

export function internetChecksum(...parts: readonly Uint8Array[]): number {
  let sum = 0
  for (const part of parts) sum = add(sum, part)
  return ~sum & 0xffff
}

/** Each part begins at an even place; one of odd length is filled up with a zero. */
function add(start: number, bytes: Uint8Array): number {
  let sum = start
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
  // 65535 octets are 2^15 words of 2^16 at most: far from 2^53.
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return sum
}
