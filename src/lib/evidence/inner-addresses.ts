/**
 * What the inner packets of a capture are sent from and to. A tunnel has no address on our side, and where a target that
 * is given by name stands only the proxy knows: both get addresses for documentation (RFC 5737, RFC 3849).
 */
import {toRecord} from '../net/packet-batch.js'
import {format} from '../net/address.js'
import type {Target} from '../tunnel/target.js'
import type {Endpoint} from '../wire/ip/udp-packet.js'

const CLIENT = {4: endpoint('192.0.2.1', 0).ip, 6: endpoint('2001:db8::1', 0).ip} as const
const NAMED = '2001:db8:0:1::'
/** Ports for tunnels: the dynamic ones (RFC 6335 section 6). */
const FIRST_PORT = 49_152
const PORTS = 16_384

/** Text to octets. @throws RangeError if it is not an IP address */
export function endpoint(ip: string, port: number): Endpoint {
  const mapped = toRecord(format(ip, 0)).subarray(0, 16)
  return {ip: ip.includes(':') ? mapped : mapped.subarray(12), port}
}

export interface InnerPath {
  readonly client: Endpoint
  readonly target: Endpoint
  /** A name seen for the first time: readers of the capture are to be told. */
  readonly named?: string
}

export class InnerAddresses {
  readonly #tunnels = new Map<string, number>()
  readonly #names = new Map<string, Endpoint['ip']>()

  path(connection: number, tunnel: number, {host, port, kind}: Target): InnerPath {
    const isNew = kind === 'name' && !this.#names.has(host)
    const ip = kind === 'name' ? this.#named(host) : endpoint(host, port).ip
    const client = {ip: CLIENT[ip.length === 4 ? 4 : 6], port: this.#port(`${connection}/${tunnel}`)}
    return {client, target: {ip, port}, ...(isNew && {named: host})}
  }

  #port(tunnel: string): number {
    const count = this.#tunnels.get(tunnel) ?? this.#tunnels.size
    this.#tunnels.set(tunnel, count)
    return FIRST_PORT + (count % PORTS)
  }

  #named(host: string): Endpoint['ip'] {
    const ip = this.#names.get(host) ?? endpoint(`${NAMED}${(this.#names.size + 1).toString(16)}`, 0).ip
    this.#names.set(host, ip)
    return ip
  }
}
