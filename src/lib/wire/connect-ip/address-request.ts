/** The value of an ADDRESS_REQUEST capsule (RFC 9484 section 4.7.2): addresses that the sender would like to have. */
import type {Cursor} from '../cursor.js'
import {entryProblem, readEntries, writeEntries, type AddressEntry, type AddressEntryFields} from './address-entry.js'

export const TYPE = 0x02n

/** 0.0.0.0 and :: stand for any address; the prefix length is a wish even then. */
export type RequestedAddress = AddressEntry

/** @throws WireError truncated, malformed, too-large */
export function read(cursor: Cursor): ReturnType<typeof readEntries> {
  return readEntries(cursor)
}

export function write(addresses: readonly AddressEntryFields[]): Uint8Array {
  return writeEntries(addresses)
}

/** What makes the capsule malformed, in words; empty when all is well. An empty request must end the stream. */
export function problems(addresses: readonly RequestedAddress[]): string[] {
  if (addresses.length === 0) return ['it asks for nothing']
  return addresses.map(entryProblem).filter(problem => problem !== undefined)
}
