/** The value of an ADDRESS_ASSIGN capsule (RFC 9484 section 4.7.1): everything that is assigned to the receiver now. */
import type {Cursor} from '../cursor.js'
import {entryProblem, readEntries, writeEntries, type AddressEntry, type AddressEntryFields} from './address-entry.js'

export const TYPE = 0x01n

/** Request ID 0: nobody asked for it. */
export type AssignedAddress = AddressEntry

/** @throws WireError truncated, malformed, too-large */
export function read(cursor: Cursor): ReturnType<typeof readEntries> {
  return readEntries(cursor)
}

export function write(addresses: readonly AddressEntryFields[]): Uint8Array {
  return writeEntries(addresses)
}

/** What makes the capsule malformed, in words; empty when all is well. */
export function problems(addresses: readonly AssignedAddress[]): string[] {
  return addresses.map(entryProblem).filter(problem => problem !== undefined)
}
