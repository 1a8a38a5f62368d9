/** How facts look that several probes have in common. */
import type {PayloadFacts} from '../payload-facts.js'
import type {ReportTarget} from '../reporter.js'
import type {RoadFacts} from '../udp-facts.js'
import {wrap} from './lines.js'
import {payloadLines} from './payload.js'

const LABEL_WIDTH = 10
export const FACT_INDENT = ' '.repeat(2 + LABEL_WIDTH)

/** Marks of what was shown, what was shown not to be, and what is not known. */
export const KNOWN_MARKS = {yes: 'pass', no: 'fail', unknown: 'inconclusive'} as const

export function answersLine({answers}: Pick<RoadFacts, 'answers'>, {style}: ReportTarget): string {
  const item = (name: string, value: keyof typeof KNOWN_MARKS): string => `${style.mark(KNOWN_MARKS[value])} ${name}`
  return `  ${[
    item('reachable', answers.reachable),
    item('accepted', answers.accepted),
    item('carries up', answers.carriesUp),
    item('carries down', answers.carriesDown),
  ].join('   ')}`
}

type Figures = NonNullable<RoadFacts['datagrams']>

export function rttWords({min, median, p95, max}: NonNullable<Figures['rttMs']>): string {
  const ms = (value: number): string => value.toFixed(2)
  return `min ${ms(min)}, median ${ms(median)}, p95 ${ms(p95)}, max ${ms(max)} ms`
}

export function lossWords(
  {sent, lost, lostUp, lostDown, ownDrops}: Figures,
  reportCameBy: RoadFacts['reportCameBy'],
): string {
  const ways =
    lostUp === null || lostDown === null
      ? ''
      : ` (${lostUp} up, ${lostDown} down; report came ${reportCameBy === 'tunnel' ? 'through the tunnel' : 'directly'})`
  const own = ownDrops > 0 ? `, ${ownDrops} more dropped by ourselves` : ''
  return `${lost} of ${sent}${ways}${own}`
}

export function payloadBlock(found: PayloadFacts, look: ReportTarget): string[] {
  const {table, text} = payloadLines(found)
  const [first = '', ...rest] = table
  return [
    `  ${look.style.dim('payload'.padEnd(LABEL_WIDTH))}${first}`,
    ...rest.map(line => FACT_INDENT + line),
    ...text.flatMap(sentence => wrap(sentence, FACT_INDENT, look.columns)),
  ]
}

export function labelled(
  label: string,
  text: string,
  {style, columns}: Pick<ReportTarget, 'style' | 'columns'>,
): string[] {
  const [first = '', ...rest] = wrap(text, FACT_INDENT, columns)
  return [`  ${style.dim(label.padEnd(LABEL_WIDTH))}${first.trimStart()}`, ...rest]
}
