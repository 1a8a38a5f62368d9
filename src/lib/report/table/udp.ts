/** What `probe udp` found, for people. */
import type {ReportTarget} from '../reporter.js'
import type {RoadFacts} from '../udp-facts.js'
import {wrap} from './lines.js'
import {payloadLines} from './payload.js'

const LABEL_WIDTH = 10

export function udpLines(facts: RoadFacts, look: ReportTarget): string[] {
  const figures = [...rttLines(facts), ...lossLines(facts), ...egressLines(facts), ...sizeLines(facts)]
  const more = [
    ...figures.flatMap(([label, text]) => labelled(label, text, look)),
    ...payload(facts, look),
    ...facts.remarks.flatMap(text => labelled('note', text, look)),
    ...facts.notKnown.flatMap(text => labelled('not known', text, look)),
  ]
  return [answersLine(facts, look), ...(more.length > 0 ? ['', ...more] : [])]
}

function answersLine({answers}: RoadFacts, {style}: ReportTarget): string {
  const labels = {yes: 'pass', no: 'fail', unknown: 'inconclusive'} as const
  const item = (name: string, value: keyof typeof labels): string => `${style.mark(labels[value])} ${name}`
  return `  ${[
    item('reachable', answers.reachable),
    item('accepted', answers.accepted),
    item('carries up', answers.carriesUp),
    item('carries down', answers.carriesDown),
  ].join('   ')}`
}

function rttLines({datagrams, outer}: RoadFacts): [string, string][] {
  const rtt = datagrams?.rttMs
  if (!rtt) return []
  const ms = (value: number): string => value.toFixed(2)
  const outside = outer?.rttMs ? `; outer path ${ms(outer.rttMs.min)} ms at least` : ''
  return [['rtt', `min ${ms(rtt.min)}, median ${ms(rtt.median)}, p95 ${ms(rtt.p95)}, max ${ms(rtt.max)} ms${outside}`]]
}

function lossLines({datagrams, reportCameBy}: RoadFacts): [string, string][] {
  if (!datagrams) return []
  const {sent, lost, lostUp, lostDown, ownDrops, reordered, duplicates, jitterMs} = datagrams
  const ways =
    lostUp === null || lostDown === null
      ? ''
      : ` (${lostUp} up, ${lostDown} down; report came ${reportCameBy === 'tunnel' ? 'through the tunnel' : 'directly'})`
  const own = ownDrops > 0 ? `, ${ownDrops} more dropped by ourselves` : ''
  const jitter = jitterMs === null ? '' : `, jitter ${jitterMs.toFixed(2)} ms`
  return [
    ['loss', `${lost} of ${sent}${ways}${own}`],
    ['order', `${reordered} reordered, ${duplicates} doubled${jitter}`],
  ]
}

function egressLines({egress, target, answers}: RoadFacts): [string, string][] {
  const asked = target !== null && answers.reachable === 'yes'
  const lines: [string, string][] = asked ? [['target', target]] : []
  if (!egress?.address) return lines
  const marks = [egress.ttl === null ? '' : `, TTL ${egress.ttl}`, egress.ecn === null ? '' : `, ${egress.ecn}`]
  const dscp = egress.dscp ? `, DSCP ${egress.dscp}` : ''
  return [...lines, ['egress', `${egress.address}${marks.join('')}${dscp}, as the target saw it`]]
}

function sizeLines({carriers, maxPayloadBytes, outer, tunnelEnding, payload: found}: RoadFacts): [string, string][] {
  const lines: [string, string][] = []
  if (found?.up.frame) {
    // Told below, as it was found out and not as it should be.
  } else if (carriers?.up === 'capsule') {
    lines.push(['frames', 'none: our datagrams travel in capsules'])
    // Of a connection that has ended nothing is known any more.
  } else if (carriers && maxPayloadBytes !== null) {
    lines.push([
      'frames',
      `UDP payloads up to ${maxPayloadBytes} octets in a DATAGRAM frame now (outer datagrams of ${outer?.mtu ?? 0})`,
    ])
  }
  if (tunnelEnding !== null) lines.push(['ended', tunnelEnding])
  return lines
}

function payload({payload: found}: RoadFacts, look: ReportTarget): string[] {
  if (!found) return []
  const {table, text} = payloadLines(found)
  const indent = ' '.repeat(2 + LABEL_WIDTH)
  const [first = '', ...rest] = table
  return [
    `  ${look.style.dim('payload'.padEnd(LABEL_WIDTH))}${first}`,
    ...rest.map(line => indent + line),
    ...text.flatMap(sentence => wrap(sentence, indent, look.columns)),
  ]
}

function labelled(label: string, text: string, {style, columns}: ReportTarget): string[] {
  const indent = ' '.repeat(2 + LABEL_WIDTH)
  const [first = '', ...rest] = wrap(text, indent, columns)
  return [`  ${style.dim(label.padEnd(LABEL_WIDTH))}${first.trimStart()}`, ...rest]
}
