/**
 * What stands for what: the same address, name or identifier is always the same placeholder, so that a reader can still
 * follow who spoke with whom. Placeholders are of the ranges kept for documentation (RFC 5737, RFC 3849, RFC 2606).
 */
import {canonical, rangeOf} from '../net/address.js'

const IPV4_PREFIXES = ['192.0.2', '198.51.100', '203.0.113'] as const
const HOSTS_IN_PREFIX = 254

/** Nobody can be found by these. */
const PLAIN_RANGES: ReadonlySet<string> = new Set(['loopback', 'unspecified', 'broadcast'])
/** Words that a test network calls its hosts by; our own sentences are full of them. */
const PLAIN_NAMES: ReadonlySet<string> = new Set(
  'localhost self proxy target responder client server masque host example test'.split(' '),
)
/** What a hostile peer can make us remember. */
const MAX_REMEMBERED = 10_000

export class Pseudonyms {
  readonly #known = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  /** @param ip a valid address without a zone */
  ip(ip: string): string {
    if (PLAIN_RANGES.has(rangeOf(ip))) return ip
    const real = canonical(ip)
    return real.includes(':') ? this.#of('ipv6', real, ipv6) : this.#of('ipv4', real, ipv4)
  }

  name(name: string): string {
    const real = name.toLowerCase().replace(/\.$/, '')
    if (PLAIN_NAMES.has(real)) return name
    return this.#of('name', real, count => `name-${count}.example`)
  }

  /** Identifiers in hex, of the same length as before. */
  hex(value: string): string {
    return this.#of(`hex-${value.length}`, value.toLowerCase(), count => {
      return count.toString(16).padStart(value.length, '0').slice(-value.length)
    })
  }

  /** Anything else: `path-1`, `certificate-2`. */
  word(kind: string, value: string): string {
    return this.#of(kind, value, count => `${kind}-${count}`)
  }

  #of(kind: string, real: string, make: (count: number) => string): string {
    const key = `${kind} ${real}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const count = (this.#counts.get(kind) ?? 0) + 1
    const placeholder = make(count)
    if (this.#known.size >= MAX_REMEMBERED) return placeholder
    this.#counts.set(kind, count)
    this.#known.set(key, placeholder)
    return placeholder
  }
}

/** The three prefixes for documentation, and behind them the one for benchmarks (RFC 2544). */
function ipv4(count: number): string {
  const prefix = IPV4_PREFIXES[Math.floor((count - 1) / HOSTS_IN_PREFIX)]
  if (prefix !== undefined) return `${prefix}.${((count - 1) % HOSTS_IN_PREFIX) + 1}`
  const rest = count - IPV4_PREFIXES.length * HOSTS_IN_PREFIX
  return `198.18.${(rest >> 8) & 255}.${rest & 255}`
}

function ipv6(count: number): string {
  return `2001:db8::${count.toString(16)}`
}
