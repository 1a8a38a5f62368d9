/** The last line: what it comes to. */
import type {ResultDocument} from '../document.js'
import type {ReportTarget} from '../reporter.js'
import {sentenceOf} from '../results/sentence.js'
import {wrap} from './lines.js'

export function verdictLines(document: ResultDocument, {style, columns, verbosity}: ReportTarget): string[] {
  const lines = wrap(sentenceOf(document, {isDiagnosed: verbosity >= 0}), '', columns)
  return lines.map(line => (document.verdict === 'met' ? style.ok(line) : style.strong(line)))
}
