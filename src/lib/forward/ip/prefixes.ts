/** Ranges of addresses as the fewest prefixes: kernels have routes for prefixes only. */
import {BITS, family, fromOctets, toOctets, type Family} from '../../wire/ip/address.js'

export interface Prefix {
  readonly address: string
  readonly prefixLength: number
}

/** From the first address to the last, both included; nothing if they are of two families or the wrong way round. */
export function toPrefixes(start: string, end: string): Prefix[] {
  if (family(start) !== family(end)) return []
  const [of, last] = [family(start), toNumber(end)]
  const prefixes: Prefix[] = []
  let at = toNumber(start)
  while (at <= last) {
    const size = largest(at, last, BITS[of])
    prefixes.push({address: toText(at, of), prefixLength: BITS[of] - size})
    at += 1n << BigInt(size)
  }
  return prefixes
}

export function showPrefix({address, prefixLength}: Prefix): string {
  return `${address}/${prefixLength}`
}

/** How many bits may vary from here: as the address is aligned, and as the end allows. */
function largest(at: bigint, last: bigint, bits: number): number {
  let size = 0
  while (size < bits && (at & (1n << BigInt(size))) === 0n && at + (1n << BigInt(size + 1)) - 1n <= last) size++
  return size
}

function toNumber(text: string): bigint {
  return toOctets(text).reduce((number, octet) => (number << 8n) | BigInt(octet), 0n)
}

function toText(number: bigint, of: Family): string {
  const octets = new Uint8Array(BITS[of] / 8)
  let rest = number
  for (let at = octets.length - 1; at >= 0; at--) {
    octets[at] = Number(rest & 0xffn)
    rest >>= 8n
  }
  return fromOctets(octets)
}
