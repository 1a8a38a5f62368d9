/** Many requirements: a line each, or counted by document. */
import {documentOf} from '../../spec/document.js'
import type {Requirement} from '../../spec/requirement.js'
import type {Level} from '../../spec/verdict.js'
import type {ReportTarget} from '../reporter.js'
import {wrap} from '../table/lines.js'

type Look = Pick<ReportTarget, 'columns' | 'style'>

const LEVELS: readonly Level[] = ['must', 'should', 'may', 'none']

export function listLines(requirements: readonly Requirement[], {columns, style}: Look): string[] {
  const lines: string[] = []
  let last: string | undefined
  for (const {id, level, title} of requirements) {
    const document = documentOf(id)
    if (document?.key !== last) {
      last = document?.key
      if (lines.length > 0) lines.push('')
      lines.push(style.strong(`${document?.name ?? last ?? ''}  ${document?.title ?? ''}`))
    }
    lines.push(`  ${level.padEnd(7)}${id}`, ...wrap(title, ' '.repeat(9), columns).map(line => style.dim(line)))
  }
  return [...lines, '', `${requirements.length} ${requirements.length === 1 ? 'requirement' : 'requirements'}`]
}

/** Whether there is a probe; if not, why. */
export const STATES = ['probed', 'covered', 'planned', 'method', 'untestable'] as const

export function stateOf({status}: Requirement): (typeof STATES)[number] {
  return status?.kind ?? 'probed'
}

export interface Coverage {
  /** As ids begin: what is asked for its requirements. */
  readonly document: string
  readonly requirements: number
  readonly levels: Readonly<Record<Level, number>>
  readonly states: Readonly<Record<(typeof STATES)[number], number>>
}

/** By document, in order; those with nothing in them are left out. */
export function coverageOf(requirements: readonly Requirement[]): readonly Coverage[] {
  return [...new Set(requirements.map(nameOf))].map(document => {
    const group = requirements.filter(one => nameOf(one) === document)
    return {
      document,
      requirements: group.length,
      levels: countBy(group, LEVELS, ({level}) => level),
      states: countBy(group, STATES, stateOf),
    }
  })
}

function nameOf({id}: Requirement): string {
  return documentOf(id)?.key ?? id
}

function countBy<Key extends string>(
  group: readonly Requirement[],
  keys: readonly Key[],
  keyOf: (one: Requirement) => Key,
): Readonly<Record<Key, number>> {
  return Object.fromEntries(keys.map(key => [key, group.filter(one => keyOf(one) === key).length])) as Record<
    Key,
    number
  >
}

const HEAD = ['', 'all', ...LEVELS, ...STATES]

export function coverageLines(coverage: readonly Coverage[]): string[] {
  const rows = coverage.map(({document, requirements, levels, states}) => [
    document,
    ...[requirements, ...Object.values(levels), ...Object.values(states)].map(shown),
  ])
  const sums = HEAD.slice(1).map((_, column) => rows.reduce((sum, row) => sum + (Number(row[column + 1]) || 0), 0))
  const table = [HEAD, ...rows, ['all', ...sums.map(shown)]]
  const widths = HEAD.map((_, column) => Math.max(...table.map(row => row[column]?.length ?? 0)))
  return table.map(row =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  )
}

function shown(count: number): string {
  return count === 0 ? '-' : String(count)
}
