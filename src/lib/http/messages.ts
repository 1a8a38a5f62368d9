/**
 * Messages of HTTP/2 and HTTP/3: fields to heads and back, and what makes one malformed. RFC 9113 sections 8.2 and 8.3,
 * RFC 9114 sections 4.2 and 4.3, RFC 8441 and RFC 9220 for `:protocol`: the rules are the same. Every rule has words of
 * its own: "malformed" alone helps nobody.
 */
import type {Field} from '../wire/qpack/field-section.js'
import type {Head, HeaderList, TunnelRequest} from './transport.js'

export type Parsed<T> = {readonly value: T} | {readonly problem: string}

/** Fields that talk about one connection have no place here (RFC 9113 section 8.2.2, RFC 9114 section 4.2). */
const CONNECTION_SPECIFIC: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])
const REQUEST_PSEUDO: ReadonlySet<string> = new Set([':method', ':scheme', ':authority', ':path', ':protocol'])

/** Values that must not end up in anybody's compression table. */
const SECRET: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie'])

export function requestFields(request: TunnelRequest): Field[] {
  const {method, protocol, scheme, authority, path, headers} = request
  // RFC 9113 section 8.5, RFC 9114 section 4.4: a classic CONNECT has neither, unless somebody lies.
  const classic = (value: string): string | undefined =>
    method === 'CONNECT' && protocol === undefined && value === '' ? undefined : value
  const pseudo: [string, string | undefined][] = [
    [':method', method],
    [':protocol', protocol],
    [':scheme', classic(scheme)],
    [':authority', authority],
    [':path', classic(path)],
  ]
  const present = pseudo.flatMap(([name, value]) => (value === undefined ? [] : [{name, value}]))
  return [...present, ...fieldsOf(headers)]
}

export function responseFields({status, headers}: Head): Field[] {
  return [{name: ':status', value: String(status)}, ...fieldsOf(headers)]
}

export function fieldsOf(headers: HeaderList): Field[] {
  return headers.map(([name, value]) => ({name, value, ...(SECRET.has(name.toLowerCase()) && {neverIndexed: true})}))
}

export function readResponse(fields: readonly Field[]): Parsed<Head> {
  const split = splitPseudo(fields, name => name === ':status')
  if ('problem' in split) return split
  const status = split.value.pseudo.get(':status')
  if (status === undefined) return {problem: 'there is no :status'}
  if (!/^[1-9][0-9]{2}$/.test(status)) return {problem: ':status is not a three-digit number'}
  // RFC 9113 section 8.6, RFC 9114 section 4.5: there is nothing to switch to.
  if (status === '101') return {problem: 'status 101, which only HTTP/1.1 has'}
  return {value: {status: Number(status), headers: split.value.headers}}
}

export function readRequest(fields: readonly Field[]): Parsed<TunnelRequest> {
  const split = splitPseudo(fields, name => REQUEST_PSEUDO.has(name))
  if ('problem' in split) return split
  const {pseudo, headers} = split.value
  const method = pseudo.get(':method')
  const protocol = pseudo.get(':protocol')
  if (method === undefined) return {problem: 'there is no :method'}
  if (protocol !== undefined && method !== 'CONNECT') return {problem: ':protocol on a method other than CONNECT'}
  const plainConnect = method === 'CONNECT' && protocol === undefined
  for (const name of [':scheme', ':path'] as const) {
    const present = pseudo.get(name)
    // RFC 9114 section 4.4: classic CONNECT has neither; everything else has both, and not empty.
    if (plainConnect && present !== undefined) return {problem: `${name} on a CONNECT without :protocol`}
    if (!plainConnect && !present) return {problem: `${name} is missing or empty`}
  }
  const authority = pseudo.get(':authority') ?? headers.find(([name]) => name === 'host')?.[1]
  if (!authority) return {problem: 'there is neither :authority nor host'}
  return {
    value: {
      method,
      protocol,
      scheme: pseudo.get(':scheme') ?? '',
      authority,
      path: pseudo.get(':path') ?? '',
      headers,
    },
  }
}

function splitPseudo(
  fields: readonly Field[],
  allowed: (name: string) => boolean,
): Parsed<{pseudo: Map<string, string>; headers: [string, string][]}> {
  const pseudo = new Map<string, string>()
  const headers: [string, string][] = []
  for (const {name, value} of fields) {
    if (!name.startsWith(':')) {
      const problem = fieldProblem(name, value)
      if (problem) return {problem}
      headers.push([name, value])
      continue
    }
    if (headers.length > 0) return {problem: 'a pseudo-header field after a regular one'}
    if (pseudo.has(name)) return {problem: 'a pseudo-header field occurs twice'}
    if (!allowed(name)) return {problem: 'a pseudo-header field that does not belong here'}
    pseudo.set(name, value)
  }
  return {value: {pseudo, headers}}
}

function fieldProblem(name: string, value: string): string | undefined {
  if (/[A-Z]/.test(name)) return 'a field name in capitals'
  if (!/^[!#$%&'*+\-.^_`|~0-9a-z]+$/.test(name)) return 'a field name with characters that no name has'
  if (CONNECTION_SPECIFIC.has(name)) return `the connection-specific field ${name}`
  if (name === 'te' && value !== 'trailers') return 'te with a value other than trailers'
  // RFC 9110 section 5.5 and RFC 9114 section 10.3: these would split a message in other versions of HTTP.
  if (/[\0\r\n]/.test(value)) return 'a field value with a line end or a zero octet'
  return undefined
}
