/**
 * What a probe comes to, whatever it carried: which of its roads counts, what it says of the whole, and the document made
 * of it.
 */
import type {HttpVersion} from '../http/transport.js'
import {round} from '../reach/phases.js'
import type {ResultDocument, Viability} from '../report/document.js'
import {EXIT, LABELS, type RunVerdict} from '../spec/verdict.js'
import type {ProxyPlace} from '../tunnel/uri-template.js'
import type {Travelled} from './roads.js'

export interface ProbeResult<T extends Travelled> {
  readonly template: ProxyPlace
  readonly embedded: boolean
  /** IP addresses. */
  readonly addresses: readonly string[]
  readonly roads: readonly T[]
  readonly interrupted: boolean
  /** As asked: every address counts; every version counts. */
  readonly allAddresses: boolean
  readonly named: boolean
  /** One version was to be chosen: why the others were left. */
  readonly left?: readonly string[]
  /** And which one it was. */
  readonly chosen?: HttpVersion | undefined
}

export interface RunInfo {
  readonly tool: ResultDocument['tool']
  readonly command: string
  readonly seed: number
  readonly startedAt: Date
  readonly durationMs: number
  readonly warnings: readonly string[]
}

type DocumentHead = Pick<ResultDocument, 'schema' | 'tool' | 'command' | 'seed' | 'startedAt' | 'durationMs'>

export function documentHead({tool, command, seed, startedAt, durationMs}: RunInfo): DocumentHead {
  return {schema: 1, tool, command, seed, startedAt: startedAt.toISOString(), durationMs: round(durationMs)}
}

/** How the document tells of a road. */
export interface ProbeView<T> {
  /** It carried, and then did not any more. */
  hasStopped(road: T): boolean
  facts(road: T): ResultDocument['facts']
  responder(road: T): ResultDocument['responder']
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

export function probeDocument<T extends Travelled>(
  result: ProbeResult<T>,
  view: ProbeView<T>,
  info: RunInfo,
): ResultDocument {
  const carries = (travelled: T): boolean =>
    travelled.road.viability === 'carries-both-ways' && !view.hasStopped(travelled)
  const counting = decisive(result).filter(({road}) => !result.left || road.http === result.chosen)
  // What says most: the first version that carries, or else the one that came furthest.
  const main = counting.find(carries) ?? [...counting].sort((left, right) => rank(right) - rank(left))[0]
  const verdict = verdictOf(result, counting, carries)
  const responder = main && view.responder(main)
  return {
    ...documentHead(info),
    proxy: {
      template: result.template.text,
      authority: result.template.authority,
      addresses: [...result.addresses],
    },
    roads: result.roads.map(({road}) => road),
    ...(responder && {responder}),
    facts: main
      ? {
          ...withRemarks(view.facts(main), result.left),
          embeddedProxy: result.embedded,
          roads: result.roads.map(road =>
            withRemarks(view.facts(road), road === result.roads.at(-1) ? result.left : []),
          ),
        }
      : {},
    results: [],
    summary: Object.fromEntries(LABELS.map(label => [label === 'not-applicable' ? 'notApplicable' : label, 0])),
    verdict,
    exitCode: EXIT[verdict],
    warnings: [...info.warnings],
  }
}

function withRemarks(facts: ResultDocument['facts'], left: readonly string[] = []): ResultDocument['facts'] {
  const {remarks} = facts
  return left.length > 0 && Array.isArray(remarks) ? {...facts, remarks: [...left, ...(remarks as string[])]} : facts
}

/** Of each version the road that counts: the best, as one that works is enough; with every address asked for, the worst. */
function decisive<T extends Travelled>({roads, allAddresses}: ProbeResult<T>): T[] {
  const versions = [...new Set(roads.map(({road}) => road.http))]
  return versions.flatMap(http => {
    const sorted = roads.filter(({road}) => road.http === http).sort((left, right) => rank(left) - rank(right))
    return (allAddresses ? sorted[0] : sorted.at(-1)) ?? []
  })
}

function rank({road}: Travelled): number {
  return RANKS.indexOf(road.viability)
}

/**
 * Without requirements there is nothing to violate: it carries, or it could not be shown to. A version nobody asked for
 * by name is no failure where the proxy does not offer it, as long as another one carries.
 */
function verdictOf<T extends Travelled>(
  {interrupted, named}: ProbeResult<T>,
  counting: readonly T[],
  carries: (travelled: T) => boolean,
): RunVerdict {
  if (interrupted) return 'interrupted'
  if (counting.some(({road}) => road.blame === 'masque')) return 'broken'
  const isGood = (travelled: T): boolean => carries(travelled) || (!named && travelled.road.offered === 'no')
  return counting.some(carries) && counting.every(isGood) ? 'met' : 'inconclusive'
}
