/** The result of `probe udp` as the result document has it. Every fact here is documented in docs/probe-udp.md. */
import type {ResultDocument, Road, Viability} from '../report/document.js'
import type {UdpFacts} from '../report/udp-facts.js'
import {EXIT, LABELS, type RunVerdict} from '../spec/verdict.js'
import {formatTarget} from '../tunnel/target.js'
import type {ExchangeResult, Known} from './exchange.js'
import type {PathFigures} from '../reach/connection.js'
import {round} from '../reach/phases.js'
import type {TravelledRoad} from './road.js'
import type {UdpProbeResult} from './udp.js'

export interface RunInfo {
  readonly tool: ResultDocument['tool']
  readonly command: string
  readonly seed: number
  readonly startedAt: Date
  readonly durationMs: number
  readonly warnings: readonly string[]
}

const ECN_NAMES = ['Not-ECT', 'ECT(1)', 'ECT(0)', 'CE'] as const
const RANKS: readonly Viability[] = [
  'unreachable',
  'unknown',
  'refused',
  'accepted',
  'carries-down',
  'carries-up',
  'carries-both-ways',
]

export function toDocument(result: UdpProbeResult, info: RunInfo, allAddresses: boolean): ResultDocument {
  const main = decisive(result.roads, allAddresses)
  const verdict = verdictOf(result, main)
  const observed = main?.exchange?.egress.address ?? null
  return {
    schema: 1,
    tool: info.tool,
    command: info.command,
    seed: info.seed,
    startedAt: info.startedAt.toISOString(),
    durationMs: round(info.durationMs),
    proxy: {
      template: result.template.text,
      authority: result.template.authority,
      addresses: [...result.addresses],
    },
    roads: result.roads.map(({road}) => road),
    ...(main?.responder && {
      responder: {
        address: main.responder.address,
        observedEgress: observed,
        capabilities: [...(main.exchange?.capabilities ?? [])],
        where: main.responder.where,
      },
    }),
    facts: main ? factsOf(main, result.embedded) : {},
    results: [],
    summary: Object.fromEntries(LABELS.map(label => [label === 'not-applicable' ? 'notApplicable' : label, 0])),
    verdict,
    exitCode: EXIT[verdict],
    warnings: [...info.warnings],
  }
}

/** The best road, as one that works is enough; with every address asked for, the worst. */
function decisive(roads: readonly TravelledRoad[], allAddresses: boolean): TravelledRoad | undefined {
  const rank = ({road}: TravelledRoad): number => RANKS.indexOf(road.viability)
  const sorted = [...roads].sort((left, right) => rank(left) - rank(right))
  return allAddresses ? sorted[0] : sorted.at(-1)
}

/** Without requirements there is nothing to violate: it carries, or it could not be shown to. */
function verdictOf(result: UdpProbeResult, main: TravelledRoad | undefined): RunVerdict {
  if (result.interrupted) return 'interrupted'
  if (main?.road.blame === 'masque') return 'broken'
  return main?.road.viability === 'carries-both-ways' && !main.exchange?.stopped ? 'met' : 'inconclusive'
}

function factsOf(main: TravelledRoad, embedded: boolean): UdpFacts {
  const {road, exchange, path, target} = main
  return {
    embeddedProxy: embedded,
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

function outerOf({rttMs, mtuBytes, lostPackets}: PathFigures): UdpFacts['outer'] {
  return {rttMs, mtu: mtuBytes, lostPackets}
}

/** HTTP/3 was spoken: SETTINGS came in. */
function reachable({viability, attempts}: Road): Known {
  if (viability === 'unreachable') return 'no'
  if (viability !== 'unknown') return 'yes'
  return attempts.some(({phase, outcome}) => phase === 'settings' && outcome === 'ok') ? 'yes' : 'unknown'
}

function accepted({viability}: Road): Known {
  if (viability === 'unreachable' || viability === 'unknown') return 'unknown'
  return viability === 'refused' ? 'no' : 'yes'
}

function egressOf({egress: {address, marks}}: ExchangeResult): UdpFacts['egress'] {
  const tos = marks?.tos
  return {
    address,
    ttl: marks?.ttl ?? null,
    tos: tos ?? null,
    ecn: tos === undefined ? null : (ECN_NAMES[tos & 3] ?? null),
    dscp: tos === undefined ? null : tos >> 2,
  }
}
