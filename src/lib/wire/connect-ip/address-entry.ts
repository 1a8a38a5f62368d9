/**
 * What ADDRESS_ASSIGN and ADDRESS_REQUEST are lists of (RFC 9484 sections 4.7.1 and 4.7.2): Request ID, IP version,
 * address, prefix length. Values keep what no rule allows, as long as it can be told where it ends.
 */
import {concat} from '../bytes.js'
import type {Cursor} from '../cursor.js'
import {WireError} from '../error.js'
import {BITS, family, fromOctets, hostBitsAreZero, toOctets} from '../ip/address.js'
import * as varint from '../varint.js'

export interface AddressEntry {
  readonly requestId: bigint
  /** Its kind is the IP version. */
  readonly address: string
  readonly prefixLength: number
}

export type AddressEntryFields = AddressEntry & {
  readonly idWidth?: varint.Width
  /** A version that lies. */
  readonly version?: number
}

/** More in one capsule than anybody means to say. */
export const MAX_ENTRIES = 4096

/** @throws WireError truncated, malformed (an IP version of unknown size), too-large */
export function readEntries(cursor: Cursor): (AddressEntry & {readonly idWidth: varint.Width})[] {
  return cursor.attempt(() => {
    const entries = []
    while (cursor.remaining > 0) {
      if (entries.length === MAX_ENTRIES)
        throw new WireError('too-large', cursor.offset, `more than ${MAX_ENTRIES} entries`)
      const {value, width} = varint.read(cursor)
      const address = readAddress(cursor, readVersion(cursor))
      entries.push({requestId: value, idWidth: width, address, prefixLength: cursor.u8()})
    }
    return entries
  })
}

export function writeEntries(entries: readonly AddressEntryFields[]): Uint8Array {
  return concat(
    ...entries.flatMap(({requestId, idWidth, version, address, prefixLength}) => [
      varint.write(requestId, idWidth),
      Uint8Array.of(version ?? family(address)),
      toOctets(address),
      Uint8Array.of(prefixLength),
    ]),
  )
}

/** @throws WireError truncated, or malformed if it is neither 4 nor 6 */
export function readVersion(cursor: Cursor): 4 | 6 {
  return cursor.attempt(() => {
    const at = cursor.offset
    const version = cursor.u8()
    if (version !== 4 && version !== 6) throw new WireError('malformed', at, `IP version ${version} is neither 4 nor 6`)
    return version
  })
}

export function readAddress(cursor: Cursor, version: 4 | 6): string {
  return fromOctets(cursor.take(version === 4 ? 4 : 16))
}

/** What makes the entry malformed, in words. */
export function entryProblem({address, prefixLength}: AddressEntry): string | undefined {
  const bits = BITS[family(address)]
  if (prefixLength > bits) return `${address}/${prefixLength} has a prefix longer than ${bits} bits`
  if (hostBitsAreZero(address, prefixLength)) return undefined
  return `${address}/${prefixLength} has bits set that the prefix does not cover`
}

/** 0.0.0.0/32 and ::/128: a request was declined. A shorter prefix, even of length zero, is an assignment. */
export function isRefusal({address, prefixLength}: AddressEntry): boolean {
  return (address === '0.0.0.0' && prefixLength === 32) || (address === '::' && prefixLength === 128)
}
