/** ICMP errors that answer packets of ours, counted: the same one from the same router is one fact. Bounded. */
import type {IcmpErrorFacts} from '../../report/ip-facts.js'
import type {IcmpError, Inner} from './packet.js'

/** Different ones; what floods us is not worth more memory. */
const MAX_KINDS = 16

export class IcmpErrors {
  readonly #facts = new Map<string, IcmpErrorFacts>()

  add({source: from}: Pick<Inner, 'source'>, {type, code, words: what, mtu: told}: IcmpError): void {
    // Routers older than RFC 1191 leave it zero.
    const mtu = told === undefined || told === 0 ? null : told
    const key = `${from} ${type} ${code} ${mtu ?? ''}`
    const before = this.#facts.get(key)
    if (!before && this.#facts.size >= MAX_KINDS) return
    this.#facts.set(key, {from, what, type, code, mtu, count: (before?.count ?? 0) + 1})
  }

  get facts(): IcmpErrorFacts[] {
    return [...this.#facts.values()]
  }
}
