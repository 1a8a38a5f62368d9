/** What happened in an IP session, in words: each for a line of its own. */
import type {
  EchoFacts,
  HopFacts,
  IcmpErrorFacts,
  IpRouteFacts,
  IpSessionFacts,
  TcpFacts,
  TraceFacts,
} from '../ip-facts.js'

/** More would be a list nobody reads; `--json` has them. */
const SHOWN_ROUTES = 4

export function sessionLines(session: IpSessionFacts): (readonly [label: string, text: string])[] {
  const {assigned, requests, breaches, changes, requestedOfUs, unknownCapsules} = session
  const addresses = assigned.map(
    ({address, prefixLength, how, afterMs}) => `${address}/${prefixLength} (${how}, ${afterMs.toFixed(1)} ms)`,
  )
  const refused = requests
    .filter(({outcome}) => outcome !== 'assigned')
    .map(({family, outcome}) => `IPv${family}: ${outcome === 'declined' ? 'declined' : 'asked for, no answer'}`)
  const all = [...addresses, ...refused]
  return [
    ...(all.length === 0 ? ['none'] : all).map((text, at) => [at === 0 ? 'addresses' : '', text] as const),
    ['routes', routesWords(session)],
    ...changes.map(({assigned: now, routeCount, afterMs}) => {
      const text = `after ${afterMs.toFixed(0)} ms: ${now.length === 0 ? 'no address' : now.join(', ')}, ${routeCount} routes`
      return ['changed', text] as const
    }),
    ...(requestedOfUs > 0 ? [['asks', `it asks us for ${requestedOfUs} addresses, which we have not`] as const] : []),
    ...(unknownCapsules > 0 ? [['capsules', `${unknownCapsules} of unknown types, skipped`] as const] : []),
    ...breaches.map(text => ['breach', `${text} (RFC 9484 section 4.7)`] as const),
  ]
}

function routesWords({routes, routeCount, routesAfterMs}: IpSessionFacts): string {
  if (routesAfterMs === null) return 'none were advertised'
  const shown = routes.slice(0, SHOWN_ROUTES).map(routeWords).join(', ')
  const more = routeCount > SHOWN_ROUTES ? ` and ${routeCount - SHOWN_ROUTES} more` : ''
  return `${routeCount === 0 ? 'an empty list' : shown}${more} (${routesAfterMs.toFixed(1)} ms)`
}

export function routeWords({start, end, protocol}: IpRouteFacts): string {
  const only = protocol === 0 ? '' : ` for protocol ${protocol}`
  if (start === '0.0.0.0' && end === '255.255.255.255') return `all of IPv4${only}`
  if (start === '::' && /^(ffff:){7}ffff$/.test(end)) return `all of IPv6${only}`
  return `${start === end ? start : `${start}-${end}`}${only}`
}

export function echoWords({to, sent, received, duplicates, altered, rttMs, hopLimit, errors}: EchoFacts): string {
  const rtt = rttMs ? `, min ${ms(rttMs.min)}, median ${ms(rttMs.median)}, max ${ms(rttMs.max)} ms` : ''
  const hops = hopLimit === null ? '' : `, TTL ${hopLimit}`
  const odd = `${duplicates > 0 ? `, ${duplicates} doubled` : ''}${altered > 0 ? `, ${altered} came back changed` : ''}`
  return `${received} of ${sent} answered by ${to}${rtt}${hops}${odd}${errorWords(errors)}`
}

export function tcpWords({to, sent, answer, rttMs, hopLimit, window, options, errors}: TcpFacts): string {
  const rtt = rttMs === null ? '' : ` (${ms(rttMs)} ms)`
  const hops = hopLimit === null ? '' : `, TTL ${hopLimit}`
  switch (answer) {
    case 'open': {
      const offered = options && options.length > 0 ? options.join(', ') : 'no options'
      return `${to} accepts${hops}: window ${window ?? 0}, ${offered}${rtt}`
    }
    case 'refused':
      return `${to} refuses${hops}: nothing listens there${rtt}`
    case 'icmp':
      return `${to} is not to be had${errorWords(errors)}`
    case 'silent':
      return `${to} did not answer ${sent} times, which proves nothing`
  }
}

export function traceLines({by, hops, reachedAt, to, packets}: TraceFacts): (readonly [label: string, text: string])[] {
  const means = by === 'udp' ? 'UDP' : 'ICMP echo'
  const end = reachedAt === null ? `${to} did not answer` : `${to} is ${reachedAt} hops away`
  const summary = ['way', `${end}, by ${means} (${packets} packets)`] as const
  return [summary, ...hops.map(hop => [`  hop ${hop.hopLimit}`, hopWords(hop)] as const)]
}

function hopWords({from, rttMs, what, quote, quotedHopLimit}: HopFacts): string {
  if (from === null) return 'no answer'
  const rtt = rttMs === null ? '' : ` ${ms(rttMs)} ms`
  const odd = [
    ...(what === 'unreachable' ? ['says unreachable'] : []),
    ...(quote === null || quote === 'as sent' ? [] : [`quotes our packet as ${quote}`]),
    ...(quotedHopLimit !== null && quotedHopLimit > 1 ? [`quotes hop limit ${quotedHopLimit}`] : []),
  ]
  return `${from}${odd.length === 0 ? '' : ` (${odd.join(', ')})`}${rtt}`
}

function ms(value: number): string {
  return value.toFixed(2)
}

function errorWords(errors: readonly IcmpErrorFacts[]): string {
  return errors
    .map(({from, what, mtu, count}) => {
      const size = mtu === null || what.includes('MTU') ? '' : `, MTU ${mtu}`
      return `; ${from} says: ${what}${size}${count > 1 ? ` (${count} times)` : ''}`
    })
    .join('')
}
