/**
 * The file of a baseline: `ID HTTP LABEL`, sorted, one line an id and version, so that a diff of it reads as what changed.
 * Comments stay with the line they stand before; those above the first empty line belong to the file.
 */
import {keyOf, type BaselineLine, type KnownLabel} from './baseline.js'

export interface Baseline {
  readonly header: readonly string[]
  readonly lines: readonly BaselineLine[]
  readonly footer: readonly string[]
}

export interface LineProblem {
  readonly line: number
  readonly problem: string
  readonly next: string
}

export interface ParsedBaseline extends Baseline {
  /** By `keyOf`: where it stands. */
  readonly places: ReadonlyMap<string, number>
  readonly problems: readonly LineProblem[]
}

const VERSIONS: readonly string[] = ['3', '2', '1.1', '-'] satisfies readonly BaselineLine['http'][]
const LABELS: readonly string[] = ['fail', 'warn'] satisfies readonly KnownLabel[]
const HEADER = [
  '# What masque check is known to find: ID, version of HTTP, label. Written by --update-baseline.',
  '# Listed and failing is known, not listed and failing is new, listed and passing is stale.',
]

export function parseBaseline(text: string): ParsedBaseline {
  const header: string[] = []
  const lines: BaselineLine[] = []
  const problems: LineProblem[] = []
  const places = new Map<string, number>()
  let comments: string[] = []
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim()
    if (line === '') {
      if (lines.length === 0 && header.length === 0) header.push(...comments.splice(0))
      continue
    }
    if (line.startsWith('#')) {
      comments.push(line)
      continue
    }
    const read = parseLine(line)
    const earlier = typeof read === 'string' ? undefined : places.get(keyOf(read))
    if (typeof read === 'string') problems.push({line: index + 1, problem: read, next: FORM})
    else if (earlier !== undefined) {
      const problem = `${keyOf(read)} is listed in line ${earlier} already`
      problems.push({line: index + 1, problem, next: 'take one of the two out'})
    } else {
      lines.push({...read, comments})
      places.set(keyOf(read), index + 1)
    }
    comments = []
  }
  return {header, lines, footer: comments, places, problems}
}

const FORM = 'write ID HTTP LABEL, as in rfc9298/3.1/df-bit 3 fail; or have it written with --update-baseline'

/** A string: what is wrong. */
function parseLine(line: string): Omit<BaselineLine, 'comments'> | string {
  const [, entry = '', note] = /^(.*?)(?:\s+(#.*))?$/.exec(line) ?? []
  const [id = '', http = '', label, ...more] = entry.split(/\s+/)
  if (label === undefined || more.length > 0) return `'${entry}' is not an id, a version of HTTP and a label`
  if (!VERSIONS.includes(http)) return `'${http}' is no version of HTTP: 3, 2 or 1.1`
  if (!LABELS.includes(label)) return `'${label}' cannot be known: only fail and warn are listed`
  return {id, http: http as BaselineLine['http'], label: label as KnownLabel, ...(note !== undefined && {note})}
}

export function formatBaseline({header, lines, footer}: Baseline): string {
  const entries = lines.flatMap(({comments, note, ...line}) => [
    ...comments,
    `${keyOf(line)} ${line.label}${note === undefined ? '' : ` ${note}`}`,
  ])
  return `${[...(header.length > 0 ? header : HEADER), '', ...entries, ...footer].join('\n')}\n`
}
