/** The result of `probe udp` as the result document has it. Every fact here is documented in docs/probe-udp.md. */
import {round} from '../reach/phases.js'
import type {ResultDocument, Viability} from '../report/document.js'
import type {UdpFacts} from '../report/udp-facts.js'
import {EXIT, LABELS, type RunVerdict} from '../spec/verdict.js'
import {factsOf} from './road-facts.js'
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

const RANKS: readonly Viability[] = [
  'unreachable',
  'unknown',
  'refused',
  'accepted',
  'carries-down',
  'carries-up',
  'carries-both-ways',
]

export function toDocument(result: UdpProbeResult, info: RunInfo): ResultDocument {
  const counting = decisive(result)
  const main = mostTelling(counting)
  const verdict = verdictOf(result, counting)
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
    facts: main ? allFacts(main, result) : {},
    results: [],
    summary: Object.fromEntries(LABELS.map(label => [label === 'not-applicable' ? 'notApplicable' : label, 0])),
    verdict,
    exitCode: EXIT[verdict],
    warnings: [...info.warnings],
  }
}

function allFacts(main: TravelledRoad, {roads, embedded}: UdpProbeResult): UdpFacts {
  return {...factsOf(main), embeddedProxy: embedded, roads: roads.map(factsOf)}
}

/** Of each version the road that counts: the best, as one that works is enough; with every address asked for, the worst. */
function decisive({roads, allAddresses}: UdpProbeResult): TravelledRoad[] {
  const versions = [...new Set(roads.map(({road}) => road.http))]
  return versions.flatMap(http => {
    const sorted = roads.filter(({road}) => road.http === http).sort((left, right) => rank(left) - rank(right))
    return (allAddresses ? sorted[0] : sorted.at(-1)) ?? []
  })
}

function rank({road}: TravelledRoad): number {
  return RANKS.indexOf(road.viability)
}

/** What says most: the first version that carries, or else the one that came furthest. */
function mostTelling(counting: readonly TravelledRoad[]): TravelledRoad | undefined {
  return counting.find(carries) ?? [...counting].sort((left, right) => rank(right) - rank(left))[0]
}

function carries({road, exchange}: TravelledRoad): boolean {
  return road.viability === 'carries-both-ways' && !exchange?.stopped
}

/**
 * Without requirements there is nothing to violate: it carries, or it could not be shown to. A version nobody asked for
 * by name is no failure where the proxy does not offer it, as long as another one carries.
 */
function verdictOf({interrupted, named}: UdpProbeResult, counting: readonly TravelledRoad[]): RunVerdict {
  if (interrupted) return 'interrupted'
  if (counting.some(({road}) => road.blame === 'masque')) return 'broken'
  const isGood = (travelled: TravelledRoad): boolean =>
    carries(travelled) || (!named && travelled.road.offered === 'no')
  return counting.some(carries) && counting.every(isGood) ? 'met' : 'inconclusive'
}
