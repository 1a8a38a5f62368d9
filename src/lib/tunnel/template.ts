/**
 * URI Templates of UDP proxies (RFC 9298 section 2), in both directions: expanding for a request, matching one that
 * came in.
 */
import {escape, parseUriTemplate, TemplateError, variablesOf, type Part, type ProxyPlace} from './uri-template.js'

export {checkCharacters, TemplateError, type ProxyPlace} from './uri-template.js'

export interface TemplateVariables {
  readonly target_host: string
  readonly target_port: string
}

export interface UdpTemplate extends ProxyPlace {
  /** Path and query of a request. */
  readonly expand: (variables: TemplateVariables) => string
  /** The variables of a request's path and query, percent-decoded once; undefined if it is not of this form. */
  readonly match: (path: string) => TemplateVariables | undefined
}

/** For proxies known by host and port only: RFC 9298 section 2. */
export function defaultTemplate(authority: string): string {
  return `https://${authority}/.well-known/masque/udp/{target_host}/{target_port}/`
}

/** @throws TemplateError */
export function parseTemplate(text: string): UdpTemplate {
  const {place, parts, expand} = parseUriTemplate(text, 'RFC 9298 section 2')
  checkVariables(parts)
  return {...place, expand: variables => expand({...variables}), match: matcher(parts)}
}

function checkVariables(parts: readonly Part[]): void {
  const names = variablesOf(parts)
  const missing = ['target_host', 'target_port'].filter(name => !names.includes(name))
  if (missing.length === 0) return
  if (missing.length === 2 && (names.includes('target') || names.includes('ipproto'))) {
    throw new TemplateError(
      'other-kind',
      'it is a template for IP tunnels: one for UDP has {target_host} and {target_port}',
    )
  }
  throw new TemplateError('missing-variable', `it lacks ${missing.map(name => `{${name}}`).join(' and ')}`)
}

/** Each variable takes what can stand for it after percent-encoding; `?` and `&` forms carry their names. */
function matcher(parts: readonly Part[]): UdpTemplate['match'] {
  const names: string[] = []
  const pattern = parts.map(part => {
    if ('literal' in part) return escape(part.literal)
    names.push(...part.names)
    if (part.operator === '') return part.names.map(() => '([^/?#&,]*)').join(',')
    const pairs = part.names.map(name => `${escape(name)}=([^&#]*)`).join('&')
    return `${escape(part.operator)}${pairs}`
  })
  const expression = new RegExp(`^${pattern.join('')}$`)
  return path => {
    const match = expression.exec(path)
    if (!match) return undefined
    const values = new Map(names.map((name, index) => [name, match[index + 1] ?? '']))
    try {
      return {
        target_host: decodeURIComponent(values.get('target_host') ?? ''),
        target_port: decodeURIComponent(values.get('target_port') ?? ''),
      }
    } catch {
      // A broken percent-escape.
      return undefined
    }
  }
}
