/** Socket addresses as text (`192.0.2.1:443`, `[2001:db8::1]:443`) and what kind of address one is. */
import ipaddr from 'ipaddr.js'

export interface SocketAddress {
  readonly ip: string
  readonly port: number
}

export function format(ip: string, port: number): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`
}

/** undefined if it is not an IP address with a port. */
export function parse(text: string): SocketAddress | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text)
  const ip = match?.[1] ?? match?.[2]
  const port = Number(match?.[3])
  if (ip === undefined || port > 65535 || !isIp(ip) || ip.includes(':') !== (match?.[1] !== undefined)) return undefined
  return {ip, port}
}

/** Dotted decimal or IPv6 without a zone: what RFC 3986 calls IPv4address and IPv6address. */
export function isIp(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (ipaddr.IPv6.isValid(text) && !text.includes('%'))
}

export function familyOf(ip: string): 4 | 6 {
  return ip.includes(':') ? 6 : 4
}

export function isLoopback(ip: string): boolean {
  return rangeOf(ip) === 'loopback'
}

/** Loopback, private, linkLocal, multicast, unspecified, broadcast, unicast …; of an IPv4-mapped address the IPv4 range. */
export function rangeOf(ip: string): string {
  return ipaddr.process(ip).range()
}

/** One spelling for one address: IPv6 compressed and in small letters, IPv4-mapped as IPv4. */
export function canonical(ip: string): string {
  return ipaddr.process(ip).toString()
}

/** One spelling for one address, and IPv4 mapped into IPv6 stays what it is. */
export function spelled(ip: string): string {
  return ipaddr.parse(ip).toString()
}
