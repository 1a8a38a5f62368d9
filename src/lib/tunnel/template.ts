/**
 * URI Templates of UDP proxies (RFC 9298 section 2), in both directions: expanding for a request, matching one that
 * came in.
 */
import {matchPieces, piecesOf} from './uri-match.js'
import {QUERY_VALUE_ENDS, type Piece} from './uri-pieces.js'
import {parseUriTemplate, TemplateError, variablesOf, type Part, type ProxyPlace} from './uri-template.js'

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

const NAMES = ['target_host', 'target_port'] as const

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
  const missing = NAMES.filter(name => !names.includes(name))
  if (missing.length === 0) return
  if (missing.length === 2 && (names.includes('target') || names.includes('ipproto'))) {
    throw new TemplateError(
      'other-kind',
      'it is a template for IP tunnels: one for UDP has {target_host} and {target_port}',
    )
  }
  throw new TemplateError('missing-variable', `it lacks ${missing.map(name => `{${name}}`).join(' and ')}`)
}

/** All of them are in each request, in the order of the template. */
function matcher(parts: readonly Part[]): UdpTemplate['match'] {
  const pieces = piecesOf(parts, namedPieces)
  return path => {
    const values = matchPieces(pieces, path, NAMES)
    return values && {target_host: values.get('target_host') ?? '', target_port: values.get('target_port') ?? ''}
  }
}

function namedPieces(first: '?' | '&', names: readonly string[]): Piece[] {
  return names.flatMap((name, index): Piece[] => [
    {kind: 'literal', text: `${index === 0 ? first : '&'}${name}=`},
    {kind: 'value', name, ends: QUERY_VALUE_ENDS},
  ])
}
