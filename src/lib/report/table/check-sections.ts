/** The parts of a check's table that are lists: which versions are there, what is undecided, and counts. */
import {escape} from '../../style/escape.js'
import type {CheckFacts, Preflight} from '../check-facts.js'
import type {Result} from '../document.js'
import type {ReportTarget} from '../reporter.js'
import {byDocument} from '../results/by-document.js'
import {causesOf, overWords, type Finding} from '../results/findings.js'
import {preflightWords} from '../results/preflight.js'
import {countLabels, labelCounts, LABEL_WORDS} from '../results/summary.js'
import {wrap} from './lines.js'

type Look = Pick<ReportTarget, 'columns' | 'style'>

const MARKS = {
  offered: 'pass',
  'not-offered': 'not-applicable',
  'not-authorised': 'inconclusive',
  unreachable: 'inconclusive',
} as const

/** Of requirements that share a cause. */
const MOST_LINES = 6

export function preflightLines(preflight: readonly Preflight[], {style, columns}: Look): string[] {
  const indent = ' '.repeat(14)
  return preflight.flatMap(found => {
    const [first = '', ...rest] = wrap(preflightWords(found), indent, columns)
    return [`  ${style.mark(MARKS[found.state])} ${`HTTP/${found.http}`.padEnd(10)}${first.trimStart()}`, ...rest]
  })
}

/** By what it would take to decide them. */
export function undecidedLines(results: readonly Result[], {style, columns}: Look): string[] {
  return causesOf(results).flatMap(({because, findings}) => {
    const count = findings.reduce((sum, finding) => sum + finding.results.length, 0)
    const [first = '', ...rest] = wrap(`${count} ${LABEL_WORDS.inconclusive}: ${because}`, '  ', columns)
    return [
      `${style.mark('inconclusive')} ${first.trimStart()}`,
      ...rest,
      ...idLines(findings, columns).map(line => style.dim(line)),
      '',
    ]
  })
}

/** A line each; many of them run on, as a list that is longer than the screen hides what stands above it. */
function idLines(findings: readonly Finding[], columns: number): readonly string[] {
  const words = findings.map(({result, results}) => {
    const over = overWords(results)
    return {id: result.id, line: `${result.id}${over === '' ? '' : `, over ${over}`}`}
  })
  const paragraphs = words.length > MOST_LINES ? [words.map(({id}) => id).join(', ')] : words.map(({line}) => line)
  return paragraphs.flatMap(text => wrap(text, '      ', columns))
}

/** `RFC 9298      41 pass, 1 FAIL, 2 warn`. */
export function documentLines(results: readonly Result[], {columns}: Look): string[] {
  const documents = byDocument(results)
  const width = Math.min(Math.max(0, ...documents.map(({name}) => escape(name).length)), Math.floor(columns / 2)) + 2
  return documents.flatMap(({name, results: list}) => {
    const counts = labelCounts(countLabels(list))
      .filter(({count}) => count > 0)
      .map(({label, count}) => `${count} ${LABEL_WORDS[label]}`)
      .join(', ')
    const shown = escape(name)
    if (shown.length + 2 > width) return [...wrap(name, '  ', columns), ...wrap(counts, ' '.repeat(2 + width), columns)]
    const [first = '', ...rest] = wrap(counts, ' '.repeat(2 + width), columns)
    return [`  ${shown.padEnd(width)}${first.trimStart()}`, ...rest]
  })
}

/** What was not looked at, and what of baseline and waivers is to be mended. */
export function aroundLines(facts: CheckFacts, look: Look): string[] {
  const {leftOut, requirementSet, resumed, baseline, waivers} = facts
  const left = leftOut.map(({why, requirements}) => `left out: ${requirements} (${why})`)
  const lists = [
    ...(waivers?.expired ?? []).map(line => `the waiver is over: ${line}`),
    ...(waivers?.stale ?? []).map(line => `the waiver is not needed any more: ${line}`),
    ...(baseline?.stale ?? []).map(line => `stale in the baseline ${baseline?.file ?? ''}: ${line}`),
  ]
  const others = [
    ...(requirementSet === null ? [] : [`requirement set ${requirementSet}: what is younger is shown and not counted`]),
    ...(resumed === 0 ? [] : [`${resumed} observations are those of the run that was interrupted`]),
    ...(baseline === null ? [] : [`baseline ${baseline.file}: ${baseline.known} known, ${baseline.fresh} new`]),
  ]
  const {columns, style} = look
  return [
    ...[...left, ...others].flatMap(text => hanging(text, columns)),
    ...lists.flatMap(text => hanging(text, columns).map(line => style.bad(line))),
  ]
}

function hanging(text: string, columns: number): string[] {
  const [first = '', ...rest] = wrap(text, '    ', columns)
  return [first.slice(2), ...rest]
}
