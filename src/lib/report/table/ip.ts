/** What `probe ip` found, for people. */
import type {ReportTarget} from '../reporter.js'
import type {IpFamilyFacts, IpRoadFacts, ReconnectFacts, SessionsFacts} from '../ip-facts.js'
import type {FindingEvent} from '../run-event.js'
import {echoWords, sessionLines, tcpWords, traceLines} from './ip-words.js'
import {answersLine, FACT_INDENT, KNOWN_MARKS, labelled, lossWords, payloadBlock, rttWords} from './facts.js'
import {wrap} from './lines.js'

export function ipLines(facts: IpRoadFacts, look: ReportTarget): string[] {
  const more = [
    ...sessionBlock(facts, look),
    ...familyBlock('IPv4', facts.ipv4, look),
    ...familyBlock('IPv6', facts.ipv6, look),
    ...restBlock(facts, look),
  ]
  return [answersLine(facts, look), ...more]
}

/** While it goes on. */
export function findingLines(event: FindingEvent, look: Pick<ReportTarget, 'columns' | 'style'>): string[] {
  return wordsOf(event)
    .flatMap(([label, text]) => labelled(label, text, look))
    .map(line => look.style.dim(`  ${line}`))
}

function wordsOf(event: FindingEvent): readonly (readonly [string, string])[] {
  switch (event.event) {
    case 'session':
      return sessionLines(event.session)
    case 'echo':
      return [['echo', echoWords(event.echo)]]
    case 'tcp':
      return [['tcp', tcpWords(event.tcp)]]
    case 'trace':
      return traceLines(event.trace)
    case 'sessions':
      return [['sessions', sessionsWords(event.sessions)]]
    case 'reconnect':
      return [['again', reconnectWords(event.reconnect)]]
  }
}

function sessionBlock({session, scope}: IpRoadFacts, look: ReportTarget): string[] {
  if (!session) return []
  const asked = scope === null ? [] : labelled('scope', scopeWords(scope), look)
  return ['', ...asked, ...sessionLines(session).flatMap(([label, text]) => labelled(label, text, look))]
}

function scopeWords({target, ipproto}: NonNullable<IpRoadFacts['scope']>): string {
  return `asked for ${target ?? 'any target'}, ${ipproto === null ? 'any protocol' : `protocol ${ipproto}`}`
}

function familyBlock(name: string, facts: IpFamilyFacts | null, look: ReportTarget): string[] {
  if (!facts) return []
  const {style} = look
  const up = `${style.mark(KNOWN_MARKS[facts.carriesUp])} carries up`
  const down = `${style.mark(KNOWN_MARKS[facts.carriesDown])} carries down`
  const head = `  ${style.strong(name)}      ${up}   ${down}`
  const lines = [
    ...figures(facts),
    ...facts.echo.map(one => ['echo', echoWords(one)] as const),
    ...facts.tcp.map(one => ['tcp', tcpWords(one)] as const),
    ...(facts.trace ? traceLines(facts.trace) : []),
  ]
  const why = facts.because === null ? [] : labelled('because', facts.because, look)
  return [
    '',
    head,
    ...lines.flatMap(([label, text]) => labelled(label, text, look)),
    ...packetLines(facts, look),
    ...why,
  ]
}

function figures({datagrams, egress, source, destination, reportCameBy}: IpFamilyFacts): (readonly [string, string])[] {
  const to = destination === null ? '' : ` to ${destination}`
  const lines: (readonly [string, string])[] = [['from', `${source}${to}`]]
  if (datagrams) {
    const rtt = datagrams.rttMs
    if (rtt) lines.push(['udp', `${rttWords(rtt)} there and back`])
    lines.push(['loss', lossWords(datagrams, reportCameBy)])
  }
  if (egress.address !== null) lines.push(['identity', identityWords(egress)])
  return lines
}

function identityWords({address, identity, ttl, sentHopLimit, ecn, dscp}: IpFamilyFacts['egress']): string {
  const who = identity === 'assigned' ? 'the assigned address itself' : 'another address: somebody translates'
  const hops = ttl === null ? '' : `; TTL ${ttl} of ${sentHopLimit}`
  const marks = `${ecn === null ? '' : `, ${ecn}`}${dscp ? `, DSCP ${dscp}` : ''}`
  return `the target saw ${address ?? 'nobody'}, ${who}${hops}${marks}`
}

/** UDP payloads; how much larger the packets are is said once. */
function packetLines({payload, headerBytes}: IpFamilyFacts, look: ReportTarget): string[] {
  if (!payload) return []
  const note = `the packets inside are ${headerBytes} octets larger than these UDP payloads`
  return [...payloadBlock(payload, look), ...wrap(note, FACT_INDENT, look.columns)]
}

function restBlock(facts: IpRoadFacts, look: ReportTarget): string[] {
  const lines: (readonly [string, string])[] = [
    ...mtuLines(facts),
    ...(facts.sessions ? [['sessions', sessionsWords(facts.sessions)] as const] : []),
    ...(facts.reconnect ? [['again', reconnectWords(facts.reconnect)] as const] : []),
    ...strayLines(facts),
    ...(facts.tunnelEnding === null ? [] : [['ended', facts.tunnelEnding] as const]),
    ...facts.remarks.map(text => ['note', text] as const),
    ...facts.notKnown.map(text => ['not known', text] as const),
  ]
  if (lines.length === 0) return []
  return ['', ...lines.flatMap(([label, text]) => labelled(label, text, look))]
}

function mtuLines({carrier, maxPacketBytes, ipv6Minimum, outer}: IpRoadFacts): (readonly [string, string])[] {
  if (carrier === null) return []
  const frames =
    carrier === 'capsule'
      ? 'our packets travel in capsules, of any size'
      : `IP packets up to ${maxPacketBytes ?? 0} octets in a DATAGRAM frame now${outer?.mtu ? ` (outer datagrams of ${outer.mtu})` : ''}`
  if (!ipv6Minimum) return [['mtu', frames]]
  const {fitsFrame, carriedUp, carriedDown} = ipv6Minimum
  const carried = `up ${carriedUp}, down ${carriedDown}`
  const minimum = `1280 octets of IPv6, which every link must carry: ${fitsFrame === 'yes' ? 'fit' : 'do not fit'}; seen carried: ${carried}`
  return [['mtu', `${frames}; ${minimum}`]]
}

function strayLines({strays}: IpRoadFacts): (readonly [string, string])[] {
  if (!strays) return []
  const {packets, notForUs, malformed, unknownContexts} = strays
  const parts = [
    [packets, 'packets that answered nothing'],
    [notForUs, 'packets to addresses that are not ours'],
    [malformed, 'packets that no receiver accepts'],
    [unknownContexts, 'datagrams in contexts nobody registered'],
  ] as const
  const seen = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  return seen.length === 0 ? [] : [['stray', seen.join(', ')]]
}

function sessionsWords({asked, opened, refusal, differ, isolated, because}: SessionsFacts): string {
  const count = `${opened} of ${asked} on one connection${refusal === null ? '' : ` (${refusal})`}`
  if (opened < 2) return count
  const addresses = {yes: 'addresses of their own', no: 'an address in common', unknown: 'addresses not known'}[differ]
  const apart = {yes: 'isolated', no: 'not isolated', unknown: 'not known whether isolated'}[isolated]
  return `${count}: ${addresses}, ${apart} (${because})`
}

function reconnectWords({connected, addresses, because}: ReconnectFacts): string {
  if (!connected) return because
  return addresses.length === 0 ? because : `${because}: ${addresses.join(', ')}`
}
