/** The lines of the table format. What came from outside is escaped here, in one place. */
import type {PhaseResult, ResultDocument, Road} from '../document.js'
import {escape, truncate} from '../../style/escape.js'
import type {ReportTarget} from '../reporter.js'

const PHASE_WIDTH = 13
const TIME_WIDTH = 10

type Look = Pick<ReportTarget, 'columns' | 'isLive' | 'style'>

export function header({proxy, facts}: Pick<ResultDocument, 'proxy' | 'facts'>): string {
  return `${escape(proxy.template)}${facts['embeddedProxy'] === true ? ' (embedded)' : ''}`
}

export function roadLine({http, address}: Pick<Road, 'http' | 'address'>, {style}: Look): string {
  return style.strong(`HTTP/${http}  ${address ?? 'no address'}`)
}

export function phaseLine(phase: PhaseResult, look: Look): string {
  const {style} = look
  const failed = phase.outcome === 'failed'
  const time = `${phase.durationMs.toFixed(1)} ms`.padStart(TIME_WIDTH)
  const room = look.columns - 4 - PHASE_WIDTH - 1 - TIME_WIDTH - 1
  const detail = escape(phase.detail)
  const text = look.isLive ? truncate(detail, room, style.ellipsis) : detail
  const mark = style.mark(failed ? 'fail' : 'pass')
  return `  ${mark} ${phase.phase.padEnd(PHASE_WIDTH)}${text.padEnd(Math.max(0, room))} ${style.dim(time)}`
}

/** What a failure means, whose it is, what to do: never cut. */
export function diagnosisLines(phase: PhaseResult, look: Look): string[] {
  const {diagnosis} = phase
  if (!diagnosis) return []
  const indent = ' '.repeat(4 + PHASE_WIDTH)
  return [
    ...wrap(`${diagnosis.meaning}.`, indent, look.columns),
    ...wrap(`Fault: ${faultWords(diagnosis.fault)}. Next: ${diagnosis.next}.`, indent, look.columns),
  ]
}

export function faultWords(fault: string): string {
  const words: Readonly<Record<string, string>> = {
    you: 'on our side (configuration)',
    network: 'the network',
    proxy: 'the proxy',
    target: 'the target',
    masque: 'masque itself',
    unknown: 'cannot be told from here',
  }
  return words[fault] ?? fault
}

/** Words into lines no wider than the terminal; on a pipe one line, whatever its length. */
export function wrap(text: string, indent: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of escape(text).split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > columns) {
      lines.push(indent + line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, indent + line]
}
