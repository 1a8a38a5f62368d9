/** One finding of a check in the table: in full where somebody has to act, in a line where nobody has. */
import {escape} from '../../style/escape.js'
import type {Result} from '../document.js'
import type {ReportTarget} from '../reporter.js'
import {detailsOf, type Detail} from '../results/details.js'
import {overWords, type Finding} from '../results/findings.js'
import {excuseOf} from '../results/standing.js'
import {LABEL_WORDS} from '../results/summary.js'
import {wrap} from './lines.js'

type Look = Pick<ReportTarget, 'columns' | 'style'>

const NAME_WIDTH = 11
const INDENT = ' '.repeat(4 + NAME_WIDTH)
/** Of labels that stand at the head of a finding; what is inconclusive is told elsewhere. */
const LABEL_WIDTH = 'waived '.length

/** Everything that helps to see why. */
export function findingLines(finding: Finding, look: Look): string[] {
  const {result} = finding
  return [
    ...headLines(result, look),
    ...(result.title === undefined ? [] : wrap(result.title, '    ', look.columns)),
    ...detailsOf(finding).flatMap(detail => (detail.isCommand ? commandLines(detail, look) : named(detail, look))),
    '',
  ]
}

/** What nobody has to act upon, and with -v everything else. */
export function resultLines({result, results}: Finding, look: Look): string[] {
  const over = overWords(results)
  const excuse = excuseOf(result)
  const indent = ' '.repeat(2 + LABEL_WIDTH)
  return [
    ...headLines(result, look, over === '' ? '' : `, over ${over}`),
    ...[result.because, ...(excuse === undefined ? [] : [excuse])].flatMap(text => wrap(text, indent, look.columns)),
  ]
}

function headLines({label, id}: Result, {style, columns}: Look, more = ''): string[] {
  const [first = '', ...rest] = wrap(`${id}${more}`, ' '.repeat(2 + LABEL_WIDTH), columns)
  const word = LABEL_WORDS[label].padEnd(LABEL_WIDTH)
  const shown = label === 'fail' || label === 'error' ? style.bad(word) : word
  return [`${style.mark(label)} ${shown}${style.strong(first.trim())}`, ...rest]
}

function named({name, text}: Detail, {style, columns}: Look): string[] {
  const [first = '', ...rest] = wrap(text, INDENT, columns)
  return [`    ${style.dim(name.padEnd(NAME_WIDTH))}${first.trimStart()}`, ...rest]
}

/** To be copied: lines end as the shell wants them to, and never inside quotes. */
function commandLines({name, text}: Detail, {style, columns}: Look): string[] {
  const words = escape(text).match(/(?:[^\s'"]|'[^']*'|"(?:\\.|[^"\\])*"|['"])+/g) ?? []
  const lines: string[] = []
  for (const word of words) {
    const line = lines.at(-1)
    if (line === undefined || INDENT.length + line.length + 1 + word.length + 2 > columns) lines.push(word)
    else lines[lines.length - 1] = `${line} ${word}`
  }
  return lines.map((line, index) => {
    const start = index === 0 ? `    ${style.dim(name.padEnd(NAME_WIDTH))}` : INDENT
    return `${start}${line}${index < lines.length - 1 ? ' \\' : ''}`
  })
}
