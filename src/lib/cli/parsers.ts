/** Flag values with an opinion: numbers with units and limits, addresses, headers. Each error says what would do. */
import {Flags} from '@oclif/core'
import {isIp, parse} from '../net/address.js'
import {CliError} from './errors.js'

function bad(flag: string, value: string, wanted: string): CliError {
  return new CliError(`--${flag} ${value}: ${wanted}`, {code: 'bad-flag'})
}

export const seedFlag = Flags.custom<number>({
  helpValue: 'N',
  parse: async input => wholeNumber('seed', input, 0, 2 ** 32 - 1),
})

/** Seconds, fractions allowed. */
export function seconds(flag: string, minimum: number, maximum: number): ReturnType<typeof Flags.custom<number>> {
  return Flags.custom<number>({
    helpValue: 'SECONDS',
    parse: async input => {
      const value = Number(input)
      if (!/^\d*\.?\d+$/.test(input) || value < minimum || value > maximum) {
        throw bad(flag, input, `a number of seconds from ${minimum} to ${maximum}`)
      }
      return value
    },
  })
}

export function count(flag: string, minimum: number, maximum: number): ReturnType<typeof Flags.custom<number>> {
  return Flags.custom<number>({helpValue: 'N', parse: async input => wholeNumber(flag, input, minimum, maximum)})
}

function wholeNumber(flag: string, input: string, minimum: number, maximum: number): number {
  const value = Number(input)
  if (!/^\d+$/.test(input) || value < minimum || value > maximum) {
    throw bad(flag, input, `a whole number from ${minimum} to ${maximum}`)
  }
  return value
}

/** They talk about one connection, and would make our own request malformed (RFC 9114 section 4.2). */
const CONNECTION_SPECIFIC = ['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade', 'host']

/** `Name: value`, the value as the octets of UTF-8. @throws CliError */
export function parseHeader(text: string): [name: string, value: string] {
  const match = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*)$/s.exec(text)
  // The value may be a secret: it is not repeated.
  if (!match) throw new CliError("--header: write 'Name: value'", {code: 'bad-flag'})
  const name = (match[1] ?? '').toLowerCase()
  if (CONNECTION_SPECIFIC.includes(name)) {
    throw new CliError(`--header: ${name} has no place in HTTP/3 (RFC 9114 section 4.2)`, {
      code: 'bad-flag',
      next: 'leave it out; the authority is that of PROXY',
    })
  }
  return [name, fieldValue('header', (match[2] ?? '').trim())]
}

/** @param flag where it comes from. @throws CliError for what no field can hold */
export function fieldValue(flag: string, text: string): string {
  if (/[\0-\x08\n-\x1f\x7f]/.test(text)) {
    throw new CliError(`--${flag}: there is a line end or another control character in it`, {
      code: 'bad-flag',
      next: 'a field of HTTP is one line: take the character out',
    })
  }
  return Buffer.from(text, 'utf8').toString('latin1')
}

/** Labels of up to 63 characters between dots, one of which may stand at the end. */
const NAME = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/i

/** A name for SNI and certificates. @throws CliError */
export function parseServerName(flag: string, text: string): string {
  if (isIp(text) || (text.length <= 253 && NAME.test(text))) return text
  throw bad(flag, text, 'a host name or an IP address')
}

/** `HOST:PORT` for --connect-to. @throws CliError */
export function parseHostPort(flag: string, text: string): {host: string; port: number} {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text)
  const host = match?.[1] ?? match?.[2]
  const port = Number(match?.[3])
  if (host === undefined || port < 1 || port > 65535) throw bad(flag, text, 'write HOST:PORT (IPv6 in brackets)')
  return {host, port}
}

/** `HOST:PORT:ADDRESS`, as in curl. @throws CliError */
export function parseResolve(text: string): [key: string, ip: string] {
  const match = /^([^:]+|\[[^\]]+\]):(\d{1,5}):\[?([^\]]+)\]?$/.exec(text)
  const ip = match?.[3] ?? ''
  if (!match || !isIp(ip)) throw bad('resolve', text, 'write HOST:PORT:ADDRESS')
  return [`${(match[1] ?? '').replace(/^\[|\]$/g, '')}:${match[2] ?? ''}`, ip]
}

/** Our own address, with or without a port. @throws CliError */
export function parseBind(text: string): string {
  if (isIp(text)) return text.includes(':') ? `[${text}]:0` : `${text}:0`
  if (parse(text)) return text
  throw bad('bind', text, 'an address of this host, as in 192.0.2.1 or 192.0.2.1:50000')
}

/** SHA-256 of a SubjectPublicKeyInfo in base64, `sha256//` before it accepted as in curl. @throws CliError */
export function parsePin(text: string): Uint8Array {
  const bytes = Buffer.from(text.replace(/^sha256\/\//, ''), 'base64')
  if (bytes.length !== 32) throw bad('pin', text, 'the SHA-256 of the public key (SPKI) in base64: 44 characters')
  return new Uint8Array(bytes)
}
