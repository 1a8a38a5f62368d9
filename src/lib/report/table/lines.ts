/** The lines of the table format. What came from outside is escaped here, in one place. */
import type {PhaseResult, Road} from '../document.js'
import {escape, truncate} from '../../style/escape.js'
import type {ReportTarget} from '../reporter.js'
import type {ReplyEvent, WireEvent} from '../run-event.js'

const PHASE_WIDTH = 13
const TIME_WIDTH = 10

type Look = Pick<ReportTarget, 'columns' | 'isLive' | 'style'>

export function proxyLine(template: string, embedded: boolean): string {
  return `${escape(template)}${embedded ? ' (embedded)' : ''}`
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

export function replyLine({number, rttMs, bytes, carrier, detail, duplicate}: ReplyEvent, {style}: Look): string {
  const rtt = `${rttMs.toFixed(2)} ms`.padStart(10)
  const twice = duplicate ? style.warn(' (again)') : ''
  return `    reply ${String(number).padStart(3)} ${rtt}  ${bytes} octets by ${carrier}, ${escape(detail)}${twice}`
}

export function wireLine(event: WireEvent, {style}: Look): string {
  const {direction, kind, detail, headHex, lengthBytes, offset, number, tMs} = event
  const arrow = direction === 'sent' ? '>' : '<'
  const place = offset === undefined ? '' : ` at ${offset}`
  const size = lengthBytes === undefined ? '' : `, ${lengthBytes} octets`
  const more = headHex && lengthBytes !== undefined && headHex.length / 2 < lengthBytes ? style.ellipsis : ''
  const head = headHex === undefined ? '' : `  ${headHex}${more}`
  return style.dim(
    `    ${arrow} ${String(number).padStart(3)} ${tMs.toFixed(2).padStart(9)} ms  ${kind}${place} ${escape(detail)}${size}${head}`,
  )
}

/** What both sides said of themselves. */
export function detailLines({settings = [], transportParameters = [], response}: Road): string[] {
  const fields = response?.headers.map(([name, value]) => `    ${name}: ${value}`) ?? []
  const lines = [
    ...settings.map(({name, value}) => `    SETTINGS ${name} = ${value}`),
    ...transportParameters.map(({name, value}) => `    transport parameter ${name} = ${value}`),
    ...(response ? [`    :status ${response.status}`, ...fields] : []),
  ]
  return lines.map(escape)
}

function faultWords(fault: NonNullable<PhaseResult['diagnosis']>['fault']): string {
  switch (fault) {
    case 'you':
      return 'on our side (configuration)'
    case 'network':
      return 'the network'
    case 'proxy':
      return 'the proxy'
    case 'target':
      return 'the target'
    case 'masque':
      return 'masque itself'
    case 'unknown':
      return 'cannot be told from here'
  }
}

/** Words into lines no wider than the terminal, or than what stands for one on a pipe; nothing is cut. */
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
