/**
 * URI Templates of IP proxies (RFC 9484 section 3): `target` and `ipproto` say what a tunnel is for, and both may be
 * missing, from the template or from a request.
 */
import {escape, parseUriTemplate, TemplateError, variablesOf, type Part, type ProxyPlace} from './uri-template.js'

/** Undefined: not in the request, which means the same as `*`. */
export interface IpVariables {
  readonly target: string | undefined
  readonly ipproto: string | undefined
}

export interface IpTemplate extends ProxyPlace {
  /** Those of the two that it has. */
  readonly variables: readonly (keyof IpVariables)[]
  /**
   * Path and query of a request. A variable without a value becomes `*`, which RFC 6570 writes as `%2A`; `literal`
   * leaves it as it is, as some proxies do not decode it.
   * @throws TemplateError, if there is a value and no variable for it
   */
  readonly expand: (values: Partial<IpVariables>, wildcard?: 'encoded' | 'literal') => string
  /** The variables of a request's path and query, percent-decoded once; undefined if it is not of this form. */
  readonly match: (path: string) => IpVariables | undefined
}

const NAMES = ['target', 'ipproto'] as const
/** Stands for the wildcard while expanding: unreserved, so that it comes out as it went in. */
const PLACEHOLDER = '~wildcard~'

/** For proxies known by host and port only: RFC 9484 section 3. */
export function defaultIpTemplate(authority: string): string {
  return `https://${authority}/.well-known/masque/ip/{target}/{ipproto}/`
}

/** @throws TemplateError */
export function parseIpTemplate(text: string): IpTemplate {
  const {place, parts, expand} = parseUriTemplate(text, 'RFC 9484 section 3')
  const names = variablesOf(parts)
  const variables = NAMES.filter(name => names.includes(name))
  if (variables.length === 0 && (names.includes('target_host') || names.includes('target_port'))) {
    throw new TemplateError(
      'other-kind',
      'it is a template for UDP tunnels ({target_host}, {target_port}): one for IP has {target} and {ipproto}, or neither',
    )
  }
  return {
    ...place,
    variables,
    expand: (values, wildcard = 'encoded') => {
      checkValues(values, variables)
      const filled = Object.fromEntries(variables.map(name => [name, values[name] ?? '*']))
      if (wildcard === 'encoded') return expand(filled)
      const marked = Object.entries(filled).map(([name, value]) => [name, value === '*' ? PLACEHOLDER : value])
      return expand(Object.fromEntries(marked) as Record<string, string>).replaceAll(PLACEHOLDER, '*')
    },
    match: matcher(parts),
  }
}

function checkValues(values: Partial<IpVariables>, variables: readonly string[]): void {
  for (const name of NAMES) {
    if (values[name] === undefined || values[name] === '*' || variables.includes(name)) continue
    throw new TemplateError('missing-variable', `it has no {${name}}, so the proxy cannot be told which one is wanted`)
  }
}

/** Each expression takes what can stand for it after percent-encoding; those with names may lack some, or all. */
function matcher(parts: readonly Part[]): IpTemplate['match'] {
  const groups: (readonly string[] | undefined)[] = []
  const pattern = parts.map(part => {
    if ('literal' in part) return escape(part.literal)
    if (part.operator === '') {
      groups.push(...part.names.map(name => [name]))
      return part.names.map(() => '([^/?#&,]*)').join(',')
    }
    groups.push(undefined)
    const pair = `(?:${part.names.map(escape).join('|')})=[^&#]*`
    return part.operator === '?' ? `((?:\\?${pair}(?:&${pair})*)?)` : `((?:&${pair})*)`
  })
  const expression = new RegExp(`^${pattern.join('')}$`)
  return path => {
    const match = expression.exec(path)
    if (!match) return undefined
    const pairs = groups.flatMap((names, at) => {
      const text = match[at + 1] ?? ''
      return names ? names.map(name => [name, text] as const) : queryPairs(text)
    })
    return decoded(pairs)
  }
}

function queryPairs(text: string): (readonly [string, string])[] {
  if (text === '') return []
  return text
    .slice(1)
    .split('&')
    .map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])
}

/** Undefined if a variable comes twice with two values, or has a broken percent-escape. */
function decoded(pairs: readonly (readonly [string, string])[]): IpVariables | undefined {
  const values: {target: string | undefined; ipproto: string | undefined} = {target: undefined, ipproto: undefined}
  try {
    for (const [name, text] of pairs) {
      if (name !== 'target' && name !== 'ipproto') continue
      const value = decodeURIComponent(text)
      if (values[name] !== undefined && values[name] !== value) return undefined
      values[name] = value
    }
  } catch {
    return undefined
  }
  return values
}
