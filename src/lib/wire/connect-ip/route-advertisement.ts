/** The value of a ROUTE_ADVERTISEMENT capsule (RFC 9484 section 4.7.3): every range its sender routes to now. */
import {concat} from '../bytes.js'
import type {Cursor} from '../cursor.js'
import {WireError} from '../error.js'
import {compare, family, toOctets} from '../ip/address.js'
import {MAX_ENTRIES, readAddress, readVersion} from './address-entry.js'

export const TYPE = 0x03n

export interface IpRange {
  readonly start: string
  /** Included. */
  readonly end: string
  /** An IP protocol number; 0: all of them. ICMP is always allowed. */
  readonly protocol: number
}

export type IpRangeFields = IpRange & {
  /** A version that lies. */
  readonly version?: number
}

/** @throws WireError truncated, malformed (an IP version of unknown size), too-large */
export function read(cursor: Cursor): IpRange[] {
  return cursor.attempt(() => {
    const ranges: IpRange[] = []
    while (cursor.remaining > 0) {
      if (ranges.length === MAX_ENTRIES)
        throw new WireError('too-large', cursor.offset, `more than ${MAX_ENTRIES} ranges`)
      const version = readVersion(cursor)
      ranges.push({start: readAddress(cursor, version), end: readAddress(cursor, version), protocol: cursor.u8()})
    }
    return ranges
  })
}

export function write(ranges: readonly IpRangeFields[]): Uint8Array {
  return concat(
    ...ranges.flatMap(({version, start, end, protocol}) => [
      Uint8Array.of(version ?? family(start)),
      toOctets(start),
      toOctets(end),
      Uint8Array.of(protocol),
    ]),
  )
}

/** What makes the capsule malformed, in words; empty when all is well. */
export function problems(ranges: readonly IpRange[]): string[] {
  return [...reversals(ranges), ...disorder(ranges), ...mixedOverlaps(ranges)]
}

/** Ranges that end before they start. */
export function reversals(ranges: readonly IpRange[]): string[] {
  const reversed = ranges.filter(({start, end}) => compare(start, end) > 0)
  return reversed.map(range => `${show(range)} ends before it starts`)
}

/** Ranges that do not stand in the order of the rules, or overlap one for the same protocol. */
export function disorder(ranges: readonly IpRange[]): string[] {
  return ranges.flatMap((after, at) => {
    const before = ranges[at - 1]
    return (before && outOfOrder(before, after)) ?? []
  })
}

/** In the order the rules ask for: version, protocol, start. */
export function sorted(ranges: readonly IpRange[]): IpRange[] {
  return ranges.toSorted(
    (a, b) => family(a.start) - family(b.start) || a.protocol - b.protocol || compare(a.start, b.start),
  )
}

/** `192.0.2.0-192.0.2.255`, with the protocol if it is for one alone. */
export function show({start, end, protocol}: IpRange): string {
  return `${start === end ? start : `${start}-${end}`}${protocol === 0 ? '' : ` for protocol ${protocol}`}`
}

function outOfOrder(before: IpRange, after: IpRange): string | undefined {
  const [a, b] = [family(before.start), family(after.start)]
  if (a > b) return `${show(after)} (IPv4) stands behind a range of IPv6`
  if (a < b || before.protocol < after.protocol) return undefined
  if (before.protocol > after.protocol) return `${show(after)} stands behind a range for protocol ${before.protocol}`
  if (compare(before.end, after.start) < 0) return undefined
  if (compare(before.start, after.end) > 0) return `${show(after)} stands behind ${show(before)}`
  return `${show(after)} overlaps ${show(before)}`
}

/** Ranges for one protocol that overlap one for all protocols. Both lists are walked once. */
export function mixedOverlaps(ranges: readonly IpRange[]): string[] {
  const order = sorted(ranges)
  const all = order.filter(({protocol}) => protocol === 0)
  const single = order
    .filter(({protocol}) => protocol !== 0)
    .toSorted((a, b) => family(a.start) - family(b.start) || compare(a.start, b.start))
  const found: string[] = []
  let at = 0
  for (const range of single) {
    while (at < all.length && compare((all[at] ?? range).end, range.start) < 0) at++
    const other = all[at]
    if (other && compare(other.start, range.end) <= 0)
      found.push(`${show(range)} overlaps ${show(other)}, which is for all protocols`)
  }
  return found
}
