/** What `probe udp` found, for people. */
import type {ReportTarget} from '../reporter.js'
import type {RoadFacts} from '../udp-facts.js'
import {answersLine, labelled, lossWords, payloadBlock, rttWords} from './facts.js'

export function udpLines(facts: RoadFacts, look: ReportTarget): string[] {
  const figures = [...rttLines(facts), ...lossLines(facts), ...egressLines(facts), ...sizeLines(facts)]
  const more = [
    ...figures.flatMap(([label, text]) => labelled(label, text, look)),
    ...(facts.payload ? payloadBlock(facts.payload, look) : []),
    ...facts.remarks.flatMap(text => labelled('note', text, look)),
    ...facts.notKnown.flatMap(text => labelled('not known', text, look)),
  ]
  return [answersLine(facts, look), ...(more.length > 0 ? ['', ...more] : [])]
}

function rttLines({datagrams, outer}: RoadFacts): [string, string][] {
  const rtt = datagrams?.rttMs
  if (!rtt) return []
  const outside = outer?.rttMs ? `; outer path ${outer.rttMs.min.toFixed(2)} ms at least` : ''
  return [['rtt', `${rttWords(rtt)}${outside}`]]
}

function lossLines({datagrams, reportCameBy}: RoadFacts): [string, string][] {
  if (!datagrams) return []
  const {reordered, duplicates, jitterMs} = datagrams
  const jitter = jitterMs === null ? '' : `, jitter ${jitterMs.toFixed(2)} ms`
  return [
    ['loss', lossWords(datagrams, reportCameBy)],
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
