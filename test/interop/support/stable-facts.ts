/**
 * The part of a result that is the same in every run against the same server: no times, no ports, nothing drawn by
 * chance. What test/peers/NAME/expected.json is compared with.
 */
import type {Probed} from './cli.js'

type Pair = readonly [name: string, value: string]

export function stableFacts({document, road, facts}: Probed): unknown {
  const {datagrams, egress, outer} = facts
  return {
    verdict: document.verdict,
    http: road.http,
    viability: road.viability,
    blame: road.blame,
    phases: road.attempts.map(({phase, outcome}) => `${phase} ${outcome}`),
    // The cipher is not among them: it follows from what the machine has in hardware.
    tls: road.tls && {
      version: road.tls.version,
      alpn: road.tls.alpn,
      keyExchange: road.tls.keyExchange,
      checkedBy: road.tls.checkedBy,
      problem: road.tls.problem,
    },
    settings: road.settings?.map(({id, name, value}) => `${id} ${name} ${value}`),
    transportParameters: road.transportParameters?.map(parameter),
    response: road.response && {status: road.response.status, headers: headers(road.response.headers)},
    answers: facts.answers,
    because: facts.because,
    datagrams: datagrams && {...datagrams, rttMs: undefined, jitterMs: undefined},
    egress: egress && {...egress, address: egress.address && withoutPorts(egress.address)},
    carriers: facts.carriers,
    outerMtu: outer?.mtu,
    maxPayloadBytes: facts.maxPayloadBytes,
    responder: document.responder && {
      capabilities: document.responder.capabilities,
      where: document.responder.where,
    },
    reportCameBy: facts.reportCameBy,
    tunnelEnding: facts.tunnelEnding,
    remarks: facts.remarks,
    notKnown: facts.notKnown,
  }
}

/** Connection IDs and tokens are random, and a reserved parameter (RFC 9000 section 18.1) has nothing that lasts. */
function parameter({id, name, value}: {id: string; name: string; value: string | true}): string {
  if (name.startsWith('reserved')) return 'reserved'
  if (/connection_id$|_token$/.test(name)) return `${id} ${name} (${String(value).length / 2} octets)`
  return `${id} ${name} ${value}`
}

/** By name: Go keeps fields in a map and sends them in the order it happens to walk it. */
function headers(list: readonly Pair[]): Pair[] {
  return list
    .map(([name, value]): Pair => [name, name === 'date' ? 'DATE' : withoutPorts(value)])
    .sort(([left], [right]) => (left < right ? -1 : 1))
}

function withoutPorts(text: string): string {
  return text.replaceAll(/(?<=[\w\]]):\d{1,5}(?=$|")/g, ':PORT')
}
