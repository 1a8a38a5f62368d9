/** Whose is this address? The longest prefix that covers it decides, as in a router. */
import {BITS, family, prefixRange, type Family} from '../../wire/ip/address.js'
import type {Prefix} from './prefix.js'

export class PrefixTable<T> {
  /** By family and prefix length; the longest first. */
  readonly #lengths: Record<Family, {readonly length: number; readonly entries: Map<string, T>}[]> = {4: [], 6: []}

  set(prefix: Prefix, value: T): void {
    const lengths = this.#lengths[family(prefix.address)]
    let place = lengths.find(({length}) => length === prefix.length)
    if (!place) {
      place = {length: prefix.length, entries: new Map()}
      lengths.push(place)
      lengths.sort((a, b) => b.length - a.length)
    }
    place.entries.set(keyOf(prefix), value)
  }

  /** Only if it is still this one's. */
  delete(prefix: Prefix, value: T): void {
    const lengths = this.#lengths[family(prefix.address)]
    const at = lengths.findIndex(({length}) => length === prefix.length)
    const entries = lengths[at]?.entries
    if (entries?.get(keyOf(prefix)) !== value) return
    entries.delete(keyOf(prefix))
    if (entries.size === 0) lengths.splice(at, 1)
  }

  all(): ReadonlySet<T> {
    return new Set([...this.#lengths[4], ...this.#lengths[6]].flatMap(({entries}) => [...entries.values()]))
  }

  find(address: string): T | undefined {
    const of = family(address)
    for (const {length, entries} of this.#lengths[of]) {
      const start = length === BITS[of] ? address : prefixRange(address, length).start
      const found = entries.get(start)
      if (found !== undefined) return found
    }
    return undefined
  }
}

function keyOf({address, length}: Prefix): string {
  return prefixRange(address, length).start
}
