/** Address prefixes as numbers: what pools, routes and scopes are made of. */
import {BITS, family, fromOctets, prefixRange, toOctets, type Family} from '../../wire/ip/address.js'
import type {IpRange} from '../../wire/connect-ip/route-advertisement.js'

export interface Prefix {
  readonly address: string
  readonly length: number
}

/** Both ends included. */
export interface Block {
  readonly start: bigint
  readonly end: bigint
}

/** `192.0.2.0/24`; an address alone is a prefix of full length. @throws RangeError with what is wrong */
export function parsePrefix(text: string): Prefix {
  const [address = '', length, ...more] = text.split('/')
  const bits = BITS[family(address)]
  const wanted = length === undefined ? bits : Number(length)
  if (more.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length)) || wanted > bits || !isAddress(address)) {
    throw new RangeError(`'${text}' is no address prefix: write it like 192.0.2.0/24 or 2001:db8::/32`)
  }
  if (prefixRange(address, wanted).start !== canonical(address)) {
    throw new RangeError(
      `'${text}' has bits set behind its prefix: ${prefixRange(address, wanted).start}/${wanted} has not`,
    )
  }
  return {address: canonical(address), length: wanted}
}

export function show({address, length}: Prefix): string {
  return `${address}/${length}`
}

export function toNumber(address: string): bigint {
  return BigInt(`0x${Buffer.from(toOctets(address)).toString('hex')}`)
}

export function toAddress(number: bigint, of: Family): string {
  return fromOctets(Buffer.from(number.toString(16).padStart(BITS[of] / 4, '0'), 'hex'))
}

export function blockOf({address, length}: Prefix): Block {
  const {start, end} = prefixRange(address, length)
  return {start: toNumber(start), end: toNumber(end)}
}

export function overlap(left: Prefix, right: Prefix): boolean {
  const [a, b] = [blockOf(left), blockOf(right)]
  return family(left.address) === family(right.address) && a.start <= b.end && b.start <= a.end
}

export function rangeOf(prefix: Prefix, protocol = 0): IpRange {
  return {...prefixRange(prefix.address, prefix.length), protocol}
}

function isAddress(text: string): boolean {
  try {
    toOctets(text)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

function canonical(address: string): string {
  return fromOctets(toOctets(address))
}
