/**
 * URI Templates of proxies: the rules that RFC 9298 section 2 and RFC 9484 section 3 share, each with a message of its
 * own. Expansion itself is url-template's work; which variables there must be is for those who use this.
 */
import {parseTemplate as parseForExpansion} from 'url-template'

export type TemplateProblem =
  | 'characters'
  | 'syntax'
  | 'not-absolute'
  | 'scheme'
  | 'authority'
  | 'path'
  | 'fragment'
  | 'variable-outside'
  | 'operator'
  | 'level'
  | 'too-many-variables'
  | 'missing-variable'
  /** It is a template for tunnels of another kind. */
  | 'other-kind'

export class TemplateError extends Error {
  override readonly name = 'TemplateError'
  constructor(
    readonly problem: TemplateProblem,
    message: string,
  ) {
    super(message)
  }
}

/** Where a template points to. */
export interface ProxyPlace {
  readonly text: string
  readonly scheme: 'https' | 'http'
  /** Host and port as written. */
  readonly authority: string
  /** An IPv6 literal without its brackets. */
  readonly host: string
  readonly port: number
}

export type Part = {readonly literal: string} | {readonly operator: '' | '?' | '&'; readonly names: readonly string[]}

const FORBIDDEN: Readonly<Record<string, string>> = {
  '+': 'reserved expansion',
  '#': 'fragment expansion',
  '.': 'label expansion',
  '/': 'path segment expansion',
  ';': 'path-style parameter expansion',
}
const DEFAULT_PORT = {https: 443, http: 80} as const

/** @throws TemplateError, with the place in what the user wrote */
export function checkCharacters(text: string): void {
  const odd = /[^\x21-\x7e]/.exec(text)
  if (!odd) return
  const code = odd[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? ''
  throw new TemplateError(
    'characters',
    `character ${odd.index + 1} is U+${code}: only visible ASCII is allowed; percent-encode it`,
  )
}

/** RFC 9110 section 4.1 asks servers to take this much at least; what is longer is a mistake, and no expression. */
const MAX_LENGTH = 8000
/** Two are needed; each of the others is empty in every request, and costs whoever matches requests. */
const MAX_VARIABLES = 32

export interface ParsedTemplate {
  readonly place: ProxyPlace
  /** Of path and query. */
  readonly parts: readonly Part[]
  /** Path and query; a variable without a value is undefined in the sense of RFC 6570. */
  readonly expand: (values: Readonly<Record<string, string | undefined>>) => string
}

/** @param rules where they stand @throws TemplateError */
export function parseUriTemplate(text: string, rules: string): ParsedTemplate {
  checkCharacters(text)
  if (text.length > MAX_LENGTH) {
    throw new TemplateError(
      'syntax',
      `it has ${text.length} characters: no server takes a URI of more than ${MAX_LENGTH}`,
    )
  }
  const {scheme, authority, rest} = split(text)
  const {host, port} = parseAuthority(authority, scheme)
  const parts = parseParts(rest, rules)
  checkCount(variablesOf(parts).length)
  const expansion = parseForExpansion(rest)
  return {
    place: {text, scheme, authority, host, port},
    parts,
    expand: values => {
      const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined)
      return expansion.expand(Object.fromEntries(given))
    },
  }
}

function checkCount(count: number): void {
  if (count <= MAX_VARIABLES) return
  throw new TemplateError(
    'too-many-variables',
    `it has ${count} variables: no proxy needs more than two, and more than ${MAX_VARIABLES} are not supported`,
  )
}

export function variablesOf(parts: readonly Part[]): readonly string[] {
  return parts.flatMap(part => ('names' in part ? part.names : []))
}

function split(text: string): {scheme: 'https' | 'http'; authority: string; rest: string} {
  const colon = text.indexOf('://')
  const brace = text.indexOf('{')
  if (colon > 0 && brace >= 0 && brace < colon) {
    throw new TemplateError(
      'variable-outside',
      'a variable stands before the authority: variables belong in path and query',
    )
  }
  if (colon <= 0) throw new TemplateError('not-absolute', 'it must be absolute: https://HOST[:PORT]/PATH')
  const scheme = text.slice(0, colon).toLowerCase()
  if (scheme !== 'https' && scheme !== 'http')
    throw new TemplateError('scheme', `the scheme is '${scheme}', but must be https`)
  const afterScheme = text.slice(colon + 3)
  const end = afterScheme.search(/[/?#]/)
  const authority = end < 0 ? afterScheme : afterScheme.slice(0, end)
  const rest = end < 0 ? '' : afterScheme.slice(end)
  if (authority.includes('{')) {
    throw new TemplateError(
      'variable-outside',
      'a variable stands in the authority: whoever names the target would choose the proxy',
    )
  }
  if (!rest.startsWith('/')) throw new TemplateError('path', "there is no path, or it does not start with '/'")
  const fragment = rest.replaceAll(/\{[^}]*\}/g, variables => ' '.repeat(variables.length)).indexOf('#')
  if (fragment >= 0) {
    const problem = rest.slice(fragment).includes('{') ? 'variable-outside' : 'fragment'
    throw new TemplateError(problem, 'it has a fragment (#…), which is never sent to a server')
  }
  return {scheme, authority, rest}
}

function parseAuthority(authority: string, scheme: 'https' | 'http'): {host: string; port: number} {
  if (authority === '') throw new TemplateError('authority', 'the authority (host) is empty')
  if (authority.includes('@'))
    throw new TemplateError('authority', 'user information (…@) does not belong in it; use --user')
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+))(?::(\d*))?$/.exec(authority)
  const host = match?.[1] ?? match?.[2]
  if (host === undefined) throw new TemplateError('authority', `'${authority}' is not HOST[:PORT] (IPv6 in brackets)`)
  const port = match?.[3] ? Number(match[3]) : DEFAULT_PORT[scheme]
  if (port < 1 || port > 65535) throw new TemplateError('authority', `port ${port} is not between 1 and 65535`)
  return {host, port}
}

function parseParts(rest: string, rules: string): Part[] {
  const parts: Part[] = []
  let at = 0
  while (at < rest.length) {
    const open = rest.indexOf('{', at)
    const literal = rest.slice(at, open < 0 ? undefined : open)
    if (literal.includes('}')) throw new TemplateError('syntax', "there is a '}' without '{'")
    if (literal) parts.push({literal})
    if (open < 0) break
    const close = rest.indexOf('}', open)
    if (close < 0) throw new TemplateError('syntax', "there is a '{' without '}'")
    parts.push(parseExpression(rest.slice(open + 1, close), rules))
    at = close + 1
  }
  return parts
}

function parseExpression(text: string, rules: string): Part {
  const operator = /^[^A-Za-z0-9_%]/.exec(text)?.[0] ?? ''
  const forbidden = FORBIDDEN[operator]
  if (forbidden) throw new TemplateError('operator', `{${text}} uses ${forbidden}, which ${rules} forbids`)
  if (operator !== '' && operator !== '?' && operator !== '&') {
    throw new TemplateError('operator', `{${text}} uses the operator '${operator}', which RFC 6570 does not define`)
  }
  const names = text.slice(operator.length).split(',')
  for (const name of names) {
    if (/[:*]/.test(name))
      throw new TemplateError('level', `{${text}} has a modifier (: or *): level 3 is the most that is allowed`)
    if (!/^(?:[A-Za-z0-9_]|%[0-9a-fA-F]{2})(?:\.?(?:[A-Za-z0-9_]|%[0-9a-fA-F]{2}))*$/.test(name)) {
      throw new TemplateError(
        'syntax',
        name === '' ? `{${text}} has an empty variable name` : `'${name}' is not a variable name`,
      )
    }
  }
  return {operator, names}
}
