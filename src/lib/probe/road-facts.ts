/** What was found on one road, as the result document has it. Every fact here is documented in docs/probe-udp.md. */
import type {PathFigures} from '../reach/connection.js'
import type {Road} from '../report/document.js'
import type {RoadFacts} from '../report/udp-facts.js'
import {formatTarget} from '../tunnel/target.js'
import type {ExchangeResult, Known} from './exchange.js'
import type {TravelledRoad} from './road.js'

const ECN_NAMES = ['Not-ECT', 'ECT(1)', 'ECT(0)', 'CE'] as const

export function factsOf(main: TravelledRoad): RoadFacts {
  const {road, exchange, path, target} = main
  return {
    http: road.http,
    road: road.address,
    target: target ? formatTarget(target) : null,
    answers: {
      reachable: reachable(road),
      accepted: accepted(road),
      carriesUp: exchange?.up ?? 'unknown',
      carriesDown: exchange?.down ?? 'unknown',
    },
    stoppedAfter: exchange?.stopped?.after ?? null,
    because: exchange?.because ?? road.diagnosis?.meaning ?? null,
    datagrams: exchange?.figures ?? null,
    egress: exchange ? egressOf(exchange) : null,
    carriers: exchange ? {up: path?.carrier ?? null, down: [...exchange.series.carriers]} : null,
    outer: path ? outerOf(path.outer) : null,
    maxPayloadBytes: path?.maxPayloadBytes ?? null,
    payload: main.payload ?? null,
    reportCameBy: exchange?.reportCameBy ?? null,
    tunnelEnding: path?.ending ?? null,
    remarks: [...main.remarks],
    notKnown: [...(exchange?.notKnown ?? [])],
  }
}

function outerOf({rttMs, mtuBytes, lostPackets}: PathFigures): RoadFacts['outer'] {
  return {rttMs, mtu: mtuBytes, lostPackets}
}

/** That version of HTTP was spoken: SETTINGS came in, or where there are none, the handshake was good. */
function reachable({viability, attempts}: Road): Known {
  if (viability === 'unreachable') return 'no'
  if (viability !== 'unknown') return 'yes'
  return attempts.some(({phase}) => phase === 'request') ? 'yes' : 'unknown'
}

function accepted({viability}: Road): Known {
  if (viability === 'unreachable' || viability === 'unknown') return 'unknown'
  return viability === 'refused' ? 'no' : 'yes'
}

function egressOf({egress: {address, marks}}: ExchangeResult): RoadFacts['egress'] {
  const tos = marks?.tos
  return {
    address,
    ttl: marks?.ttl ?? null,
    tos: tos ?? null,
    ecn: tos === undefined ? null : (ECN_NAMES[tos & 3] ?? null),
    dscp: tos === undefined ? null : tos >> 2,
  }
}
