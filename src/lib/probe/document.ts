/** The result of `probe udp` as the result document has it. Every fact here is documented in docs/probe-udp.md. */
import type {ResultDocument} from '../report/document.js'
import {probeDocument, type ProbeView, type RunInfo} from './result.js'
import {factsOf} from './road-facts.js'
import type {TravelledRoad} from './road.js'
import type {UdpProbeResult} from './udp.js'

const VIEW: ProbeView<TravelledRoad> = {
  hasStopped: ({exchange}) => exchange?.stopped !== undefined,
  facts: factsOf,
  responder: ({responder, exchange}) =>
    responder && {
      address: responder.address,
      observedEgress: exchange?.egress.address ?? null,
      capabilities: [...(exchange?.capabilities ?? [])],
      where: responder.where,
    },
}

export function toDocument(result: UdpProbeResult, info: RunInfo): ResultDocument {
  return probeDocument(result, VIEW, info)
}
