/** What was found on one road, as the result document has it. Every fact here is documented in docs/probe-ip.md. */
import {inWords} from '../../http/ending.js'
import {parse} from '../../net/address.js'
import type {Road} from '../../report/document.js'
import type {IpFamilyFacts, IpRoadFacts, ReconnectFacts} from '../../report/ip-facts.js'
import type {PayloadFacts, PayloadWay} from '../../report/payload-facts.js'
import {isInPrefix, type Family} from '../../wire/ip/address.js'
import {MIN_MTU} from '../../wire/ip/v6.js'
import type {Known} from '../exchange.js'
import {accepted, egressOf, outerOf, reachable} from '../shared-facts.js'
import {concludeFamily, type Conclusion} from './conclude.js'
import type {Examined} from './examine.js'
import type {ExaminedFamily} from './family.js'
import type {IpProbeOptions} from './options.js'
import {headerBytes, UDP_HEADER} from './packet.js'
import {HOP_LIMIT} from './vantage.js'

export interface FoundOnRoad {
  readonly road: Pick<Road, 'http' | 'address' | 'viability' | 'attempts' | 'diagnosis'>
  readonly options: Pick<IpProbeOptions, 'scope' | 'aim'>
  readonly examined: Examined | undefined
  readonly conclusion: Conclusion | undefined
  readonly reconnect: ReconnectFacts | undefined
  readonly remarks: readonly string[]
}

export function factsOf({road, options, examined, conclusion, reconnect, remarks}: FoundOnRoad): IpRoadFacts {
  const found = examined?.families ?? []
  const of = (family: Family): IpFamilyFacts | null => {
    const one = found.find(candidate => candidate.family === family)
    return one ? familyFacts(one) : null
  }
  const [ipv4, ipv6] = [of(4), of(6)]
  return {
    http: road.http,
    road: road.address,
    target: targetOf(options.aim),
    scope: scopeOf(options.scope),
    answers: {
      reachable: reachable(road),
      accepted: accepted(road),
      carriesUp: conclusion?.up ?? 'unknown',
      carriesDown: conclusion?.down ?? 'unknown',
    },
    because: conclusion?.because ?? road.diagnosis?.meaning ?? null,
    stoppedAfter: conclusion?.stoppedAfter ?? null,
    session: examined?.session ?? null,
    ipv4,
    ipv6,
    strays: examined?.strays ?? null,
    carrier: examined?.carrier ?? null,
    outer: examined ? outerOf(examined.outer) : null,
    maxPacketBytes: examined?.maxPacketBytes ?? null,
    ipv6Minimum: examined && ipv6 ? minimumOf(examined, ipv6) : null,
    sessions: examined?.sessions ?? null,
    reconnect: reconnect ?? null,
    tunnelEnding: examined?.ending ? inWords(examined.ending) : null,
    remarks: [...remarks, ...found.flatMap(one => concludeFamily(one).remarks), ...malformedOf(examined)],
    notKnown: [...new Set(found.flatMap(({exchange}) => exchange?.notKnown ?? []))],
  }
}

function targetOf({responder, target, payload}: IpProbeOptions['aim']): string | null {
  if (payload) return `${payload.target.host}:${payload.target.port}`
  if (target !== undefined) return target
  return responder === undefined || responder === 'embedded' ? null : responder.at.host
}

function scopeOf({target, ipproto}: IpProbeOptions['scope']): IpRoadFacts['scope'] {
  if (target === undefined && ipproto === undefined) return null
  return {target: target ?? null, ipproto: ipproto ?? null}
}

function familyFacts(seen: ExaminedFamily): IpFamilyFacts {
  const {family} = seen
  const {up, down, because, stoppedAfter} = concludeFamily(seen)
  const {source, destination, routed, exchange, echo, tcp, trace, payload} = seen
  return {
    source,
    destination,
    routed,
    carriesUp: up,
    carriesDown: down,
    because,
    stoppedAfter,
    datagrams: exchange?.figures ?? null,
    egress: {
      ...egressOf(exchange?.egress ?? {}),
      identity: identityOf(source, exchange?.egress.address ?? null),
      sentHopLimit: HOP_LIMIT,
    },
    reportCameBy: exchange?.reportCameBy ?? null,
    echo: [...echo],
    tcp: [...tcp],
    trace: trace ?? null,
    payload: payload ?? null,
    headerBytes: headerBytes(family, UDP_HEADER),
  }
}

/** Of the port nothing follows: it is no part of an address. */
function identityOf(source: string, observed: string | null): IpFamilyFacts['egress']['identity'] {
  const ip = observed === null ? undefined : parse(observed)?.ip
  if (ip === undefined) return 'unknown'
  return isInPrefix(ip, source, source.includes(':') ? 128 : 32) ? 'assigned' : 'translated'
}

/** RFC 9484 section 7.2: a tunnel for IPv6 carries packets of 1280 octets. */
function minimumOf(
  {carrier, maxPacketBytes}: Examined,
  {payload, headerBytes: header}: IpFamilyFacts,
): IpRoadFacts['ipv6Minimum'] {
  const fits = carrier === 'capsule' || (maxPacketBytes ?? 0) >= MIN_MTU
  const bytes = MIN_MTU - header
  return {
    fitsFrame: fits ? 'yes' : 'no',
    carriedUp: carriedAt(payload?.up, bytes),
    carriedDown: carriedAt(payload?.down, bytes),
  }
}

function carriedAt(ways: PayloadFacts['up'] | undefined, bytes: number): Known {
  const all = [ways?.frame, ways?.capsule].filter((way): way is PayloadWay => way !== undefined && way !== null)
  if (all.some(({largestBytes}) => (largestBytes ?? 0) >= bytes)) return 'yes'
  return all.some(({smallestLostBytes}) => smallestLostBytes !== null && smallestLostBytes <= bytes) ? 'no' : 'unknown'
}

function malformedOf(examined: Examined | undefined): string[] {
  if (!examined || examined.strays.malformed === 0) return []
  const {strays, malformed} = examined
  return [`${strays.malformed} packets came that no receiver accepts: ${malformed.join(', ')}`]
}
