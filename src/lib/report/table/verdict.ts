/** The last line: what it comes to, in a sentence for each outcome. */
import type {ResultDocument, Road, Viability} from '../document.js'
import {chainFacts} from '../chain-facts.js'
import type {ReportTarget} from '../reporter.js'
import {webTransportFacts} from '../webtransport-facts.js'
import {ofChain} from './chain.js'
import {wrap} from './lines.js'
import {ofBoth} from './webtransport.js'

const WORDS: Readonly<Record<Viability, string>> = {
  'carries-both-ways': 'Carries both ways',
  'carries-up': 'Carries up, but not shown to carry down',
  'carries-down': 'Carries down, but not shown to carry up',
  accepted: 'Accepted, but not shown to carry anything',
  refused: 'Refused',
  unreachable: 'Not reachable',
  unknown: 'Too early to tell',
}

export function verdictLines(document: ResultDocument, target: ReportTarget): string[] {
  const {verdict, facts, roads, command} = document
  const {style, columns, verbosity} = target
  if (command === 'shell' || command === 'replay') return scriptLines(document, target)
  const chain = chainFacts.safeParse(facts)
  const both = webTransportFacts.safeParse(facts)
  const ofRoads = (): string => (roads.length > 1 ? ofSeveral(document, verbosity) : ofOne(roads[0], facts, verbosity))
  const sentence = chain.success ? ofChain(chain.data) : both.success ? ofBoth(both.data) : ofRoads()
  const soFar = `Interrupted. So far: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`
  const lines = wrap(verdict === 'interrupted' ? soFar : sentence, '', columns)
  return lines.map(line => (verdict === 'met' ? style.ok(line) : style.strong(line)))
}

type Facts = Readonly<Record<string, unknown>>

function ofOne(road: Road | undefined, facts: Facts, verbosity: number): string {
  // What a diagnosis says stands above already, unless only the verdict is wanted.
  const isRepetition = road?.diagnosis !== undefined && verbosity >= 0
  return `${outcome(road, facts)}${isRepetition ? '' : because(facts)}.`
}

function outcome(road: Road | undefined, facts: Facts): string {
  const stopped = typeof facts['stoppedAfter'] === 'number'
  return stopped ? 'Carried both ways, and then stopped' : WORDS[road?.viability ?? 'unreachable']
}

function because(facts: Facts): string {
  return typeof facts['because'] === 'string' ? `: ${facts['because']}` : ''
}

interface Outcome {
  readonly words: string
  readonly because: string
  readonly roads: string[]
}

/** What is the same on several roads is said once: by version, and by address where a version was tried at several. */
function ofSeveral({roads, facts}: ResultDocument, verbosity: number): string {
  const ofRoad = Array.isArray(facts['roads']) ? (facts['roads'] as Facts[]) : []
  const found: Outcome[] = []
  // What is offered nowhere is not there at all.
  const isNowhere = roads.every(({viability}) => viability === 'unreachable')
  for (const [index, road] of roads.entries()) {
    const isTwice = roads.some(other => other !== road && other.http === road.http)
    const name = `HTTP/${road.http}${isTwice && road.address !== null ? ` at ${road.address}` : ''}`
    const own = ofRoad[index] ?? {}
    const isRepetition = road.diagnosis !== undefined && verbosity >= 0
    const words = road.offered === 'no' && !isNowhere ? 'Not offered' : outcome(road, own)
    const why = isRepetition ? '' : because(own)
    const same = found.find(other => other.words === words && other.because === why)
    if (same) same.roads.push(name)
    else found.push({words, because: why, roads: [name]})
  }
  return found.map(({words, because: why, roads: names}) => `${words} over ${list(names)}${why}.`).join(' ')
}

function list(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last
}

/** What became of the expectations of a session. */
function scriptLines({verdict, summary, results}: ResultDocument, {style, columns}: ReportTarget): string[] {
  const counts = `${summary['pass'] ?? 0} met, ${summary['fail'] ?? 0} violated, ${summary['inconclusive'] ?? 0} undecided`
  const words = results.length === 0 ? 'nothing was expected' : counts
  const lines = wrap(`${verdict === 'interrupted' ? 'Interrupted. So far: ' : ''}${words}.`, '', columns)
  return lines.map(line => (verdict === 'met' ? style.ok(line) : style.strong(line)))
}
