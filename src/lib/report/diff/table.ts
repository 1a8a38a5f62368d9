/** A comparison for eyes: what became worse first, and with its reasons; what was only looked at in one run as a list. */
import type {ReportTarget} from '../reporter.js'
import {wrap} from '../table/lines.js'
import {escape} from '../../style/escape.js'
import {CHANGES, type Change, type DiffDocument, type DiffResult} from './document.js'
import {fromTo, HEADINGS, labelsOf, nameOfResult, nameOfWay, sentence} from './words.js'

type Look = Pick<ReportTarget, 'columns' | 'style'>

export function diffLines(document: DiffDocument, look: Look): string[] {
  const {before, after, surroundings, labels} = document
  const {style} = look
  return [
    ...runLines('before', before, look),
    ...runLines('after', after, look),
    ...surroundings.flatMap(each => wrap(`${each.what}: ${fromTo(each.before, each.after)}`, '        ', look.columns)),
    ...CHANGES.flatMap(change => sectionLines(change, document, look)),
    ...countLines(labels),
    '',
    document.outcome === 'no-worse' ? style.ok(sentence(document)) : style.strong(sentence(document)),
  ]
}

function runLines(name: string, run: DiffDocument['before'], {columns}: Look): string[] {
  const {file, command, template, startedAt, verdict} = run
  const [first = '', ...rest] = wrap(`${file}: ${command} ${template}, ${startedAt}, ${verdict}`, '        ', columns)
  return [`${name.padEnd(8)}${first.trimStart()}`, ...rest]
}

function sectionLines(change: Change, {results, ways}: DiffDocument, look: Look): string[] {
  const own = results.filter(each => each.change === change)
  const lines = [
    ...ways
      .filter(each => each.change === change)
      .map(way => `  ${escape(`${nameOfWay(way)}: ${fromTo(way.before, way.after)}`)}`),
    ...own.flatMap(result => resultLines(result, look)),
  ]
  return lines.length === 0 ? [] : ['', look.style.strong(HEADINGS[change]), ...lines]
}

function resultLines(result: DiffResult, {columns, style}: Look): string[] {
  const {change, before, after} = result
  const label = (after ?? before)?.label ?? 'info'
  const head = `  ${style.mark(label)} ${escape(nameOfResult(result))}: ${labelsOf(result)}`
  if (change === 'added' || change === 'removed') return [head]
  return [head, ...because('was', before, columns), ...because('is', after, columns)].map(line => line.trimEnd())
}

function because(word: string, side: DiffResult['before'], columns: number): string[] {
  if (!side) return []
  const indent = ' '.repeat(8)
  const [first = '', ...rest] = wrap(side.because, indent, columns)
  return [`    ${word.padEnd(4)}${first.trimStart()}`, ...rest]
}

function countLines(labels: DiffDocument['labels']): string[] {
  const rows = labels.filter(({before, after}) => before > 0 || after > 0)
  if (rows.length === 0) return []
  const cell = (count: number): string => String(count).padStart(7)
  return [
    '',
    `${''.padEnd(16)}${'before'.padStart(7)}${'after'.padStart(7)}`,
    ...rows.map(({label, before, after}) => `  ${label.padEnd(14)}${cell(before)}${cell(after)}`),
  ]
}
