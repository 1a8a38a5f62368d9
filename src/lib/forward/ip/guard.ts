/**
 * Which packets may go into a tunnel: those from an address that the proxy assigned (RFC 9484 section 11), and none of
 * the link or of the tunnel's own connection, which would go round and round.
 */
import {parse} from '../../net/address.js'
import type {AssignedAddress} from '../../tunnel/ip-state.js'
import {toOctets} from '../../wire/ip/address.js'

export type Verdict = 'pass' | 'not-ours' | 'link-local' | 'own-connection' | 'no-packet'

interface Range {
  readonly octets: Uint8Array
  readonly bits: number
}

const LINK_LOCAL: readonly Range[] = [
  {octets: toOctets('169.254.0.0'), bits: 16},
  {octets: toOctets('224.0.0.0'), bits: 24},
  {octets: toOctets('fe80::'), bits: 10},
  {octets: toOctets('ff02::'), bits: 16},
]
const [UDP, TCP] = [17, 6]

export class Guard {
  #ours: readonly Range[] = []
  readonly #proxy: Uint8Array
  readonly #proxyPort: number

  /** @param proxyAddress where the outer connection goes: IP and port */
  constructor(proxyAddress: string) {
    const {ip = '0.0.0.0', port = 0} = parse(proxyAddress) ?? {}
    this.#proxy = toOctets(ip)
    this.#proxyPort = port
  }

  assigned(addresses: readonly AssignedAddress[]): void {
    this.#ours = addresses.map(({address, prefixLength}) => ({octets: toOctets(address), bits: prefixLength}))
  }

  /** From this host into the tunnel. */
  up(bytes: Uint8Array, start: number, end: number): Verdict {
    const size = addressSize(bytes, start, end)
    if (size === 0) return 'no-packet'
    const [source, destination] = places(start, size)
    if (LINK_LOCAL.some(range => within(range, bytes, source, size) || within(range, bytes, destination, size)))
      return 'link-local'
    if (this.#isOwn(bytes, start, end, size)) return 'own-connection'
    return this.#ours.some(range => within(range, bytes, source, size)) ? 'pass' : 'not-ours'
  }

  /** From the tunnel to this host: only for what was assigned to it. */
  down(bytes: Uint8Array, start: number, end: number): Verdict {
    const size = addressSize(bytes, start, end)
    if (size === 0) return 'no-packet'
    const [, destination] = places(start, size)
    return this.#ours.some(range => within(range, bytes, destination, size)) ? 'pass' : 'not-ours'
  }

  #isOwn(bytes: Uint8Array, start: number, end: number, size: number): boolean {
    if (!within({octets: this.#proxy, bits: this.#proxy.length * 8}, bytes, places(start, size)[1], size)) return false
    const protocol = bytes[start + (size === 4 ? 9 : 6)] ?? 0
    if (protocol !== UDP && protocol !== TCP) return false
    const upper = start + (size === 4 ? ((bytes[start] ?? 0) & 15) * 4 : 40)
    return upper + 4 <= end && (((bytes[upper + 2] ?? 0) << 8) | (bytes[upper + 3] ?? 0)) === this.#proxyPort
  }
}

/** 4 or 16; zero if it is no packet of either version. */
function addressSize(bytes: Uint8Array, start: number, end: number): number {
  const version = (bytes[start] ?? 0) >> 4
  if (version === 4 && end - start >= 20) return 4
  return version === 6 && end - start >= 40 ? 16 : 0
}

/** Of source and destination. */
function places(start: number, size: number): [number, number] {
  return size === 4 ? [start + 12, start + 16] : [start + 8, start + 24]
}

function within({octets, bits}: Range, bytes: Uint8Array, at: number, size: number): boolean {
  if (octets.length !== size) return false
  const whole = bits >> 3
  for (let index = 0; index < whole; index++) if (octets[index] !== bytes[at + index]) return false
  const mask = 0xff & ~(0xff >> (bits & 7))
  return mask === 0 || (((octets[whole] ?? 0) ^ (bytes[at + whole] ?? 0)) & mask) === 0
}
