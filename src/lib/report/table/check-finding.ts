/** One finding of a check in the table: in full where somebody has to act, in a line where nobody has. */
import {escape} from '../../style/escape.js'
import type {Result} from '../document.js'
import type {ReportTarget} from '../reporter.js'
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
export function findingLines({result, results}: Finding, look: Look): string[] {
  const {title, level, expected, actual, because, notes = [], hint, explain, reproduce} = result
  const over = overWords(results)
  const demand = `${level}${over === '' ? '' : `, over ${over}`}${attemptWords(result)}`
  return [
    ...headLines(result, look),
    ...(title === undefined ? [] : wrap(title, '    ', look.columns)),
    ...named('level', demand, look),
    ...named('expected', expected, look),
    ...named('actual', actual, look),
    ...(because === actual ? [] : named('because', because, look)),
    ...notes.flatMap(note => named('note', note, look)),
    ...named('evidence', evidenceWords(result), look),
    ...named('hint', hint, look),
    ...commandLines('reproduce', reproduce, look),
    ...commandLines('explain', explain, look),
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

function attemptWords({attempts = 1, flaky}: Result): string {
  const times = attempts > 1 ? `, looked at ${attempts} times` : ''
  return flaky ? `${times}, not always the same` : times
}

function evidenceWords({evidence = []}: Result): string | undefined {
  if (evidence.length === 0) return undefined
  return evidence
    .map(({event, frame, file}) => {
      const packet = frame === undefined ? '' : ` (frame ${frame}${file === undefined ? '' : ` of ${file}`})`
      return `event ${event}${packet}`
    })
    .join(', ')
}

function named(name: string, text: string | undefined, {style, columns}: Look): string[] {
  if (text === undefined || text === '') return []
  const [first = '', ...rest] = wrap(text, INDENT, columns)
  return [`    ${style.dim(name.padEnd(NAME_WIDTH))}${first.trimStart()}`, ...rest]
}

/** To be copied: lines end as the shell wants them to, and never inside quotes. */
function commandLines(name: string, command: string | undefined, {style, columns}: Look): string[] {
  if (command === undefined) return []
  const words = escape(command).match(/(?:[^\s'"]|'[^']*'|"(?:\\.|[^"\\])*"|['"])+/g) ?? []
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
