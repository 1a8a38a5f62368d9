/**
 * IP addresses between octets and text. One text for one address and the other way round, so that packets can show
 * text and still be written as they were read: an IPv4-mapped IPv6 address stays one of IPv6.
 */
import {formatWords} from '../ip-address.js'

export type Family = 4 | 6

export const BITS: Readonly<Record<Family, number>> = {4: 32, 6: 128}

export function family(text: string): Family {
  return text.includes(':') ? 6 : 4
}

/** Of 4 octets or 16. @throws RangeError for any other number */
export function fromOctets(octets: Uint8Array): string {
  if (octets.length === 4) return octets.join('.')
  if (octets.length !== 16) throw new RangeError(`${octets.length} octets are no IP address`)
  return formatWords(Array.from({length: 8}, (_, at) => ((octets[at * 2] ?? 0) << 8) | (octets[at * 2 + 1] ?? 0)))
}

/** @throws RangeError if it is no IP address */
export function toOctets(text: string): Uint8Array {
  const octets = text.includes(':') ? ipv6Octets(text) : ipv4Octets(text)
  if (!octets) throw new RangeError(`'${text}' is no IP address`)
  return octets
}

/** As unsigned numbers; an address of IPv4 comes before every one of IPv6. */
export function compare(left: string, right: string): number {
  const [a, b] = [toOctets(left), toOctets(right)]
  return a.length - b.length || Buffer.compare(a, b)
}

/** Whether no bit beyond the first `bits` is set. */
export function hostBitsAreZero(text: string, bits: number): boolean {
  return toOctets(text).every((octet, at) => (octet & hostMask(bits - at * 8)) === 0)
}

/** The first and the last address of a prefix. */
export function prefixRange(text: string, bits: number): {readonly start: string; readonly end: string} {
  const octets = toOctets(text)
  const start = octets.map((octet, at) => octet & ~hostMask(bits - at * 8))
  const end = octets.map((octet, at) => octet | hostMask(bits - at * 8))
  return {start: fromOctets(start), end: fromOctets(end)}
}

/** Both of one family, and the first `bits` equal. */
export function isInPrefix(text: string, prefix: string, bits: number): boolean {
  if (family(text) !== family(prefix)) return false
  const octets = toOctets(prefix)
  return toOctets(text).every((octet, at) => ((octet ^ (octets[at] ?? 0)) & ~hostMask(bits - at * 8)) === 0)
}

/** The bits of one octet that are not covered when `bits` of it and of what follows are. */
function hostMask(bits: number): number {
  if (bits >= 8) return 0
  return bits <= 0 ? 0xff : 0xff >> bits
}

function ipv4Octets(text: string): Uint8Array | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every(part => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return undefined
  return Uint8Array.from(parts, Number)
}

function ipv6Octets(text: string): Uint8Array | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map((half, at) => (half === '' ? [] : words(half, at === halves.length - 1)))
  if (!head || (halves.length === 2 && !tail)) return undefined
  const zeroes = 8 - head.length - (tail?.length ?? 0)
  if (halves.length === 1 ? zeroes !== 0 : zeroes < 1) return undefined
  const all = [...head, ...Array<number>(zeroes).fill(0), ...(tail ?? [])]
  return Uint8Array.from(all.flatMap(word => [word >> 8, word & 0xff]))
}

/** The last two words of an address may be written as one of IPv4. */
function words(text: string, isEnd: boolean): number[] | undefined {
  const groups = text.split(':')
  const last = groups.at(-1) ?? ''
  const dotted = isEnd && last.includes('.') ? ipv4Octets(last) : undefined
  const plain = dotted ? groups.slice(0, -1) : groups
  if (!plain.every(group => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined
  const [a = 0, b = 0, c = 0, d = 0] = dotted ?? []
  return [...plain.map(group => parseInt(group, 16)), ...(dotted ? [(a << 8) | b, (c << 8) | d] : [])]
}
