/**
 * What an IP tunnel is for (RFC 9484 section 4.6): everything, a name, an address or a prefix, and every protocol or
 * one. Read from what users write and from what requests say; both must keep the same rules.
 */
import {isIp, spelled} from '../net/address.js'
import {BITS, family, hostBitsAreZero, prefixRange} from '../wire/ip/address.js'
import {isHostName, toAscii} from './target.js'

export type ScopeTarget =
  | {readonly kind: 'any'}
  | {readonly kind: 'name'; readonly name: string}
  /** A single address is a prefix of full length. */
  | {readonly kind: 'prefix'; readonly address: string; readonly prefixLength: number}

export interface IpScope {
  readonly target: ScopeTarget
  /** An IP protocol number; undefined: any. ICMP is always allowed. */
  readonly protocol: number | undefined
}

export class ScopeError extends Error {
  override readonly name = 'ScopeError'
}

/**
 * Of the variables of a request, percent-decoded, or as users write them; undefined and `*` are anything.
 * @throws ScopeError saying what is wrong
 */
export function parseScope(target: string | undefined, ipproto: string | undefined): IpScope {
  return {target: parseScopeTarget(target ?? '*'), protocol: parseProtocol(ipproto ?? '*')}
}

/** @throws ScopeError */
export function parseScopeTarget(text: string): ScopeTarget {
  if (text === '*') return {kind: 'any'}
  if (text === '') throw new ScopeError("target is empty: '*' stands for any")
  if (text.includes('%')) throw new ScopeError(`'${text}': zone identifiers and percent signs are not supported`)
  const slash = text.indexOf('/')
  const host = slash < 0 ? text : text.slice(0, slash)
  // Digits and dots of other scripts come out as an address, too.
  const name = isIp(host) ? host : toAscii(host)
  if (isIp(name)) return prefix(name, slash < 0 ? undefined : text.slice(slash + 1), text)
  if (slash >= 0 || !isHostName(name)) {
    throw new ScopeError(`'${text}' is neither '*' nor a name, an IP address, or a prefix (192.0.2.0/24)`)
  }
  return {kind: 'name', name}
}

/** Written into a request. */
export function formatScopeTarget(target: ScopeTarget): string {
  switch (target.kind) {
    case 'any':
      return '*'
    case 'name':
      return target.name
    case 'prefix':
      return target.prefixLength === BITS[family(target.address)]
        ? target.address
        : `${target.address}/${target.prefixLength}`
  }
}

function prefix(address: string, lengthText: string | undefined, text: string): ScopeTarget {
  const bits = BITS[family(address)]
  const prefixLength = lengthText === undefined ? bits : Number(lengthText)
  if ((lengthText !== undefined && !/^\d{1,3}$/.test(lengthText)) || prefixLength > bits) {
    throw new ScopeError(`'${text}': the prefix length must be a number between 0 and ${bits}`)
  }
  const plain = spelled(address)
  if (!hostBitsAreZero(plain, prefixLength)) {
    const {start} = prefixRange(plain, prefixLength)
    throw new ScopeError(`'${text}' has bits set that the prefix does not cover: ${start}/${prefixLength} has none`)
  }
  return {kind: 'prefix', address: plain, prefixLength}
}

function parseProtocol(text: string): number | undefined {
  if (text === '*') return undefined
  if (text === '') throw new ScopeError("ipproto is empty: '*' stands for any")
  if (/^\d{1,3}$/.test(text) && Number(text) <= 255) return Number(text)
  throw new ScopeError(`'${text}': ipproto must be '*' or a number between 0 and 255`)
}
