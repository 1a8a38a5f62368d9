/**
 * URI Templates of IP proxies (RFC 9484 section 3): `target` and `ipproto` say what a tunnel is for, and both may be
 * missing, from the template or from a request.
 */
import {matchPieces, piecesOf} from './uri-match.js'
import {parseUriTemplate, TemplateError, variablesOf, type Part, type ProxyPlace} from './uri-template.js'

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

/** With their names in the request some variables may be missing, or all. */
function matcher(parts: readonly Part[]): IpTemplate['match'] {
  const pieces = piecesOf(parts, (first, names) => [{kind: 'pairs', first, names}])
  return path => {
    const values = matchPieces(pieces, path, NAMES)
    return values && {target: values.get('target'), ipproto: values.get('ipproto')}
  }
}
