/** What was found on one road, as the result document has it. Every fact here is documented in docs/probe-udp.md. */
import type {RoadFacts} from '../report/udp-facts.js'
import {formatTarget} from '../tunnel/target.js'
import type {TravelledRoad} from './road.js'
import {accepted, egressOf, outerOf, reachable} from './shared-facts.js'

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
    egress: exchange ? egressOf(exchange.egress) : null,
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
