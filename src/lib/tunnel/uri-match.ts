/** What a URI Template made of a request's path, taken back: its pieces, and the variables in them. */
import {QUERY_VALUE_ENDS, textsOf, type Piece} from './uri-pieces.js'
import type {Part} from './uri-template.js'

const PATH_VALUE_ENDS = `/?,${QUERY_VALUE_ENDS}`

/** Plain expressions are the same for all kinds of tunnels; forms with names (`{?a,b}`) are what `named` says. */
export function piecesOf(
  parts: readonly Part[],
  named: (first: '?' | '&', names: readonly string[]) => readonly Piece[],
): readonly Piece[] {
  return parts.flatMap(part => {
    if ('literal' in part) return [{kind: 'literal', text: part.literal}]
    return part.operator === '' ? plainPieces(part.names) : named(part.operator, part.names)
  })
}

function plainPieces(names: readonly string[]): Piece[] {
  return names.flatMap((name, index): Piece[] => {
    const value: Piece = {kind: 'value', name, ends: PATH_VALUE_ENDS}
    return index === 0 ? [value] : [{kind: 'literal', text: ','}, value]
  })
}

/**
 * What the path says of these variables, percent-decoded once. Undefined if it is not of this form, if a percent-escape
 * is broken, or if one variable has two values.
 */
export function matchPieces<Name extends string>(
  pieces: readonly Piece[],
  path: string,
  names: readonly Name[],
): ReadonlyMap<Name, string> | undefined {
  const found = textsOf(pieces, path)
  if (!found) return undefined
  const values = new Map<Name, string>()
  for (const [written, text] of found) {
    const name = names.find(each => each === written)
    if (name === undefined) continue
    const value = decodedOnce(text)
    if (value === undefined || (values.get(name) ?? value) !== value) return undefined
    values.set(name, value)
  }
  return values
}

function decodedOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
