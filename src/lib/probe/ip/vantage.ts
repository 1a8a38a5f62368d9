/** Where a stimulus stands: an assigned address of one family in a session, with the time and the chance it may use. */
import type {Clock} from '../../spec/clock.js'
import type {Random} from '../../spec/random.js'
import {BITS, family, fromOctets, toOctets, type Family} from '../../wire/ip/address.js'
import type {IpDispatcher, Prefix} from './dispatcher.js'

export interface Vantage {
  readonly family: Family
  /** Packets are never sent from anything else. */
  readonly source: string
  readonly session: IpDispatcher
  readonly clock: Clock
  readonly random: Random
}

/** What our own packets start with. */
export const HOP_LIMIT = 64

/** Of a longer prefix the first address that is a host's. */
export function sourceIn({address, prefixLength}: Prefix): string {
  if (prefixLength >= BITS[family(address)] - 1) return address
  const octets = toOctets(address)
  const last = octets.length - 1
  octets[last] = (octets[last] ?? 0) | 1
  return fromOctets(octets)
}

/** Identifiers and ports nobody can guess: only who saw the question can answer it. */
export function port(random: Random): number {
  const FIRST_DYNAMIC = 49_152
  return FIRST_DYNAMIC + random.integer(65_536 - FIRST_DYNAMIC)
}
