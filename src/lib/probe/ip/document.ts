/** The result of `probe ip` as the result document has it. Every fact here is documented in docs/probe-ip.md. */
import type {ResultDocument} from '../../report/document.js'
import {probeDocument, type ProbeView, type RunInfo} from '../result.js'
import {factsOf} from './facts.js'
import type {IpProbeResult} from './ip.js'
import type {TravelledIpRoad} from './road.js'

const VIEW: ProbeView<TravelledIpRoad> = {
  hasStopped: ({conclusion}) => typeof conclusion?.stoppedAfter === 'number',
  facts: factsOf,
  responder: ({options: {aim}, examined}) => {
    const found = examined?.families.find(({exchange}) => (exchange?.capabilities.length ?? 0) > 0)
    if (!found?.exchange || found.destination === null) return undefined
    return {
      address: found.destination,
      observedEgress: found.exchange.egress.address,
      capabilities: [...found.exchange.capabilities],
      where: aim.responder === 'embedded' ? 'in-process' : 'remote',
    }
  },
}

export function toIpDocument(result: IpProbeResult, info: RunInfo): ResultDocument {
  return probeDocument(result, VIEW, info)
}
