/** Targets of UDP tunnels: `HOST:PORT` as people write it, and the two variables of RFC 9298 section 3. */
import {domainToASCII} from 'node:url'
import {familyOf, isIp} from '../net/address.js'

export interface Target {
  /** A name, or an address without brackets. */
  readonly host: string
  readonly port: number
  readonly kind: 'ipv4' | 'ipv6' | 'name'
}

export class TargetError extends Error {
  override readonly name = 'TargetError'
}

/** Longer names do not exist in DNS (RFC 1035 section 2.3.4). */
const MAX_NAME = 253

/** @throws TargetError for anything that is not `name:port`, `192.0.2.1:port` or `[2001:db8::1]:port` */
export function parseTarget(text: string): Target {
  const match = /^(?:\[([^\]]*)\]|([^:]*)):([^:]*)$/.exec(text)
  if (!match) {
    const hint =
      (text.match(/:/g) ?? []).length > 1 ? 'an IPv6 address needs brackets: [2001:db8::1]:53' : 'write HOST:PORT'
    throw new TargetError(`'${text}' is not HOST:PORT; ${hint}`)
  }
  const [, bracketed, plain = ''] = match
  const port = match[3] ?? ''
  if (bracketed !== undefined && !(isIp(bracketed) && bracketed.includes(':'))) {
    const zone = bracketed.includes('%') ? '; zone identifiers are not supported (RFC 9298 section 3)' : ''
    throw new TargetError(`'[${bracketed}]' is not an IPv6 address${zone}`)
  }
  const host = bracketed ?? toAscii(plain)
  return checked(host, port, text)
}

/**
 * Of the variables of a request, percent-decoded.
 * @throws TargetError saying what is wrong: the answer is 400
 */
export function readTarget(host: string, port: string): Target {
  if (host === '') throw new TargetError('target_host is empty')
  if (port === '') throw new TargetError('target_port is empty')
  return checked(host, port, `${host}:${port}`)
}

/** As a URI would write it: IPv6 in brackets. */
export function formatTarget({host, port, kind}: Target): string {
  return kind === 'ipv6' ? `[${host}]:${port}` : `${host}:${port}`
}

function checked(host: string, port: string, text: string): Target {
  if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65535) {
    throw new TargetError(`'${text}': the port must be a number between 1 and 65535`)
  }
  if (isIp(host)) return {host, port: Number(port), kind: familyOf(host) === 4 ? 'ipv4' : 'ipv6'}
  if (host.includes('%'))
    throw new TargetError(`'${text}': zone identifiers and percent signs are not supported in a host`)
  if (!isHostName(host)) {
    throw new TargetError(`'${text}': '${host}' is neither a host name nor an IP address`)
  }
  return {host, port: Number(port), kind: 'name'}
}

/** What DNS could know. */
export function isHostName(text: string): boolean {
  return text.length <= MAX_NAME && /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.])?$/.test(text) && !text.includes('..')
}

/** Names with other than ASCII letters go out as A-labels (RFC 5890). */
export function toAscii(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return name
  return domainToASCII(name) || name
}
