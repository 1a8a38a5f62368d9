/** What the facts of several probes say alike, whatever was carried: how far a road went, how packets looked at its end. */
import type {PathFigures} from '../reach/connection.js'
import type {Road} from '../report/document.js'
import type {RoadFacts} from '../report/udp-facts.js'
import type {ExchangeResult, Known} from './exchange.js'

const ECN_NAMES = ['Not-ECT', 'ECT(1)', 'ECT(0)', 'CE'] as const

/** That version of HTTP was spoken: SETTINGS came in, or where there are none, the handshake was good. */
export function reachable({viability, attempts}: Pick<Road, 'viability' | 'attempts'>): Known {
  if (viability === 'unreachable') return 'no'
  if (viability !== 'unknown') return 'yes'
  return attempts.some(({phase}) => phase === 'request') ? 'yes' : 'unknown'
}

export function accepted({viability}: Pick<Road, 'viability'>): Known {
  if (viability === 'unreachable' || viability === 'unknown') return 'unknown'
  return viability === 'refused' ? 'no' : 'yes'
}

export function outerOf({rttMs, mtuBytes, lostPackets}: PathFigures): NonNullable<RoadFacts['outer']> {
  return {rttMs, mtu: mtuBytes, lostPackets}
}

/** Nothing of a run that found nothing. */
export function egressOf({address = null, marks}: Partial<ExchangeResult['egress']>): NonNullable<RoadFacts['egress']> {
  const tos = marks?.tos
  return {
    address,
    ttl: marks?.ttl ?? null,
    tos: tos ?? null,
    ecn: tos === undefined ? null : (ECN_NAMES[tos & 3] ?? null),
    dscp: tos === undefined ? null : tos >> 2,
  }
}
