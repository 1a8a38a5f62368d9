/** Which addresses a proxy lets itself be used for: RFC 9298 section 7. */
import {networkInterfaces} from 'node:os'
import ipaddr from 'ipaddr.js'
import {canonical, rangeOf} from '../net/address.js'

/** Ranges from which the proxy itself, or its neighbours, would be spoken to. */
const DANGEROUS: ReadonlySet<string> = new Set([
  'unspecified',
  'loopback',
  'linkLocal',
  'multicast',
  'broadcast',
  'private',
  'uniqueLocal',
  'carrierGradeNat',
  'as112',
])

export class AllowList {
  readonly #everything: boolean
  readonly #networks: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][]

  /** @param entries addresses, CIDR prefixes, or the word `any` @throws RangeError for anything else */
  constructor(entries: readonly string[]) {
    this.#everything = entries.includes('any')
    this.#networks = entries.filter(entry => entry !== 'any').map(parseNetwork)
  }

  permits(ip: string): boolean {
    if (this.#everything) return true
    const address = ipaddr.process(ip)
    if (this.#networks.some(([network, bits]) => network.kind() === address.kind() && address.match([network, bits])))
      return true
    return !DANGEROUS.has(rangeOf(ip)) && !isReserved(address) && !ownAddresses().has(canonical(ip))
  }
}

function parseNetwork(entry: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  try {
    if (entry.includes('/')) return ipaddr.parseCIDR(entry)
    const address = ipaddr.process(entry)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  } catch {
    throw new RangeError(`'${entry}' is neither an address, nor a prefix like 10.0.0.0/8, nor 'any'`)
  }
}

/** 0.0.0.0/8 and 240.0.0.0/4. The library calls the documentation prefixes reserved too; those are harmless. */
function isReserved(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  const [first = 0] = address.toByteArray()
  return address.kind() === 'ipv4' && (first === 0 || first >= 240)
}

function ownAddresses(): ReadonlySet<string> {
  const interfaces = Object.values(networkInterfaces()).flatMap(list => list ?? [])
  return new Set(interfaces.map(({address}) => canonical(address.replace(/%.*$/, ''))))
}
