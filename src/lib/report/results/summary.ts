/** How many results of each label: the `summary` of a document, and a line of words. */
import {LABELS, type Label} from '../../spec/verdict.js'
import type {Result, ResultDocument} from '../document.js'

/** Camel case, as names in documents are. */
function keyOf(label: Label): string {
  return label === 'not-applicable' ? 'notApplicable' : label
}

export function countLabels(results: readonly Pick<Result, 'label'>[]): ResultDocument['summary'] {
  const count = (label: Label): number => results.filter(result => result.label === label).length
  return Object.fromEntries(LABELS.map(label => [keyOf(label), count(label)]))
}

/** As people read them; a failure stands out without colour. */
export const LABEL_WORDS: Readonly<Record<Label, string>> = {
  pass: 'pass',
  fail: 'FAIL',
  warn: 'warn',
  info: 'info',
  inconclusive: 'inconclusive',
  'not-applicable': 'n/a',
  waived: 'waived',
  error: 'error',
}

/** Always told, as what was not decided matters as much as what failed. */
const ALWAYS: ReadonlySet<Label> = new Set(['pass', 'fail', 'warn', 'inconclusive'])

export interface LabelCount {
  readonly label: Label
  readonly count: number
}

export function labelCounts(summary: ResultDocument['summary']): LabelCount[] {
  const counts = LABELS.map(label => ({label, count: summary[keyOf(label)] ?? 0}))
  return counts.filter(({label, count}) => count > 0 || ALWAYS.has(label))
}

/** `41 pass, 1 FAIL, 2 warn, 0 inconclusive, 9 n/a`. */
export function summaryWords(summary: ResultDocument['summary']): string {
  return labelCounts(summary)
    .map(({label, count}) => `${count} ${LABEL_WORDS[label]}`)
    .join(', ')
}
