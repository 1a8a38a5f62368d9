/**
 * Reads a path as the pieces that a URI Template made it of. Often that goes in several ways, and a regular expression
 * tries them one after the other, which a peer can make last for ever; this takes pieces times octets, and prefers what
 * a regular expression would: each variable as long as it can be.
 */
export type Piece =
  | {readonly kind: 'literal'; readonly text: string}
  /** What may stand for a variable: anything but these characters. */
  | {readonly kind: 'value'; readonly name: string; readonly ends: string}
  /** `?a=1&b=2`, any number of them, in any order; `first` is what stands before the first. */
  | {readonly kind: 'pairs'; readonly first: '?' | '&'; readonly names: readonly string[]}

export const QUERY_VALUE_ENDS = '&#'

export type Found = readonly (readonly [name: string, text: string])[]

/** For each position of the path, whether what comes from there on can be read. */
type Reach = Uint8Array
const NOWHERE: Reach = new Uint8Array(0)

/** Names and texts as they stand in the path, in its order. */
export function textsOf(pieces: readonly Piece[], path: string): Found | undefined {
  const reaches = reachesOf(pieces, path)
  if (!reaches[0]?.[0]) return undefined
  const found: (readonly [string, string])[] = []
  let at = 0
  for (const [index, piece] of pieces.entries()) {
    const end = longest(piece, path, at, reaches[index + 1] ?? NOWHERE)
    const text = path.slice(at, end)
    if (piece.kind === 'value') found.push([piece.name, text])
    if (piece.kind === 'pairs') found.push(...queryPairs(text))
    at = end
  }
  return found
}

/** One for each piece, from it to the end, and a last one for the end itself. */
function reachesOf(pieces: readonly Piece[], path: string): readonly Reach[] {
  const end = new Uint8Array(path.length + 1)
  end[path.length] = 1
  const reaches: Reach[] = [end]
  for (const piece of pieces.toReversed()) reaches.unshift(reachBefore(piece, path, reaches[0] ?? end))
  return reaches
}

function reachBefore(piece: Piece, path: string, after: Reach): Reach {
  switch (piece.kind) {
    case 'literal':
      return after.map((_, at) => (path.startsWith(piece.text, at) ? (after[at + piece.text.length] ?? 0) : 0))
    case 'value':
      return throughValue(path, after, piece.ends)
    case 'pairs':
      return throughPairs(piece, path, after)
  }
}

function throughValue(path: string, after: Reach, ends: string): Reach {
  const reach = after.slice()
  for (let at = path.length - 1; at >= 0; at--) {
    if (reach[at + 1] && !ends.includes(path.charAt(at))) reach[at] = 1
  }
  return reach
}

function throughPairs({first, names}: Piece & {kind: 'pairs'}, path: string, after: Reach): Reach {
  /** Further pairs, or none; and the same from within a value. */
  const more = after.slice()
  const inValue = after.slice()
  for (let at = path.length - 1; at >= 0; at--) {
    if (inValue[afterName('&', names, path, at) ?? -1]) more[at] = 1
    if (more[at] || (inValue[at + 1] && !QUERY_VALUE_ENDS.includes(path.charAt(at)))) inValue[at] = 1
  }
  if (first === '&') return more
  return after.map((reached, at) => (reached || inValue[afterName('?', names, path, at) ?? -1] ? 1 : 0))
}

/** Where the value of a pair begins, if one begins here. */
function afterName(first: '?' | '&', names: readonly string[], path: string, at: number): number | undefined {
  if (path.charAt(at) !== first) return undefined
  const name = names.find(each => path.startsWith(`${each}=`, at + 1))
  return name === undefined ? undefined : at + name.length + 2
}

/** The end of the longest text for a piece after which the rest can still be read; there is one. */
function longest(piece: Piece, path: string, start: number, after: Reach): number {
  switch (piece.kind) {
    case 'literal':
      return start + piece.text.length
    case 'value':
      return lastInValue(path, start, piece.ends, after).last ?? start
    case 'pairs':
      return lastInPairs(piece, path, start, after) ?? start
  }
}

interface Scan {
  /** The last place where the rest can be read. */
  readonly last: number | undefined
  /** Where the value has to end. */
  readonly end: number
}

function lastInValue(path: string, start: number, ends: string, after: Reach): Scan {
  let last: number | undefined
  for (let at = start; ; at++) {
    if (after[at]) last = at
    if (at >= path.length || ends.includes(path.charAt(at))) return {last, end: at}
  }
}

function lastInPairs({first, names}: Piece & {kind: 'pairs'}, path: string, start: number, after: Reach) {
  let best: number | undefined
  let value = afterName(first, names, path, start)
  while (value !== undefined) {
    const {last, end} = lastInValue(path, value, QUERY_VALUE_ENDS, after)
    best = last ?? best
    value = afterName('&', names, path, end)
  }
  return best
}

function queryPairs(text: string): Found {
  if (text === '') return []
  return text
    .slice(1)
    .split('&')
    .map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])
}
