/**
 * The part of a result that is the same in every run against the same server: no times, no ports, nothing drawn by
 * chance. What the files test/peers/NAME/expected/*.json hold.
 */
import type {Probed} from './cli.js'

type Pair = readonly [name: string, value: string]

/** @param settled the connection had the time to find the path's MTU */
export function stableFacts({ended, document, road, facts}: Probed, settled: boolean): unknown {
  const {datagrams, egress, outer} = facts
  return anywhere({
    exitCode: ended.code,
    verdict: document.verdict,
    http: road.http,
    viability: road.viability,
    blame: road.blame,
    phases: road.attempts.map(({phase, outcome}) => `${phase} ${outcome}`),
    diagnosis: road.diagnosis,
    // The cipher is not among them: it follows from what the machine has in hardware.
    tls: road.tls && {
      version: road.tls.version,
      alpn: road.tls.alpn,
      keyExchange: road.tls.keyExchange,
      checkedBy: road.tls.checkedBy,
      problem: road.tls.problem,
    },
    settings: road.settings?.map(({id, name, value}) => (isReserved(name) ? 'reserved' : `${id} ${name} ${value}`)),
    transportParameters: road.transportParameters && parameters(road.transportParameters),
    response: road.response && {status: road.response.status, headers: headers(road.response.headers)},
    answers: facts.answers,
    because: facts.because,
    datagrams: datagrams && {...datagrams, rttMs: undefined, jitterMs: undefined},
    egress,
    carriers: facts.carriers,
    ...(settled && {outerMtu: outer?.mtu, maxPayloadBytes: facts.maxPayloadBytes}),
    responder: document.responder && {
      capabilities: document.responder.capabilities,
      where: document.responder.where,
    },
    reportCameBy: facts.reportCameBy,
    tunnelEnding: facts.tunnelEnding,
    remarks: facts.remarks,
    notKnown: facts.notKnown,
  })
}

type Parameter = Readonly<{id: string; name: string; value: string | true}>

/** By number: some servers shuffle them for each connection, so that nobody comes to rely on an order. */
function parameters(list: readonly Parameter[]): string[] {
  const [known, reserved] = [list.filter(({name}) => !isReserved(name)), list.filter(({name}) => isReserved(name))]
  const sorted = known.sort((left, right) => Number(left.id) - Number(right.id))
  return [...sorted.map(parameter), ...reserved.map(() => 'reserved')]
}

/** Connection IDs and tokens are random: what lasts is their length. */
function parameter({id, name, value}: Parameter): string {
  if (/connection_id$|_token$/.test(name)) return `${id} ${name} (${String(value).length / 2} octets)`
  if (name === 'version_information') return `${id} ${name} ${versions(String(value))}`
  return `${id} ${name} ${value}`
}

/** RFC 9368: the version chosen, then those there are in no order; reserved ones (RFC 9000 section 15) are random. */
function versions(hex: string): string {
  const [chosen, ...available] = hex.match(/.{8}/g) ?? []
  const names = available.map(version => (/^(.a){4}$/.test(version) ? 'reserved' : `0x${version}`))
  return `0x${chosen} of ${names.sort().join(', ')}`
}

/** RFC 9000 section 18.1, RFC 9114 section 7.2.4.1: there to be ignored, and nothing of them lasts. */
function isReserved(name: string): boolean {
  return name.startsWith('reserved')
}

/** By name: Go keeps fields in a map and sends them in the order it happens to walk it. */
function headers(list: readonly Pair[]): Pair[] {
  return list
    .map(([name, value]): Pair => [name, name === 'date' ? 'DATE' : value])
    .sort(([left], [right]) => (left < right ? -1 : 1))
}

/** Ports are drawn, and the resolver is the machine's: wherever they are named. */
function anywhere(facts: unknown): unknown {
  const text = JSON.stringify(facts)
    .replaceAll(/(?<=\blocalhost|\d|\]):\d{4,5}(?=\D)/g, ':PORT')
    .replaceAll(/(?<=\/udp\/[^/"]+\/)\d+/g, 'PORT')
    .replaceAll(/(?<=lookup \S+ on )\S+(?=: )/g, 'RESOLVER')
  return JSON.parse(text) as unknown
}
