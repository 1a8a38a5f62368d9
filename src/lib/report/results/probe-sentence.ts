/** What a probe comes to, in a sentence for each outcome of its roads. */
import type {ResultDocument, Road, Viability} from '../document.js'
import {chainFacts} from '../chain-facts.js'
import {webTransportFacts} from '../webtransport-facts.js'
import {ofChain} from '../table/chain.js'
import {ofBoth} from '../table/webtransport.js'

const WORDS: Readonly<Record<Viability, string>> = {
  'carries-both-ways': 'Carries both ways',
  'carries-up': 'Carries up, but not shown to carry down',
  'carries-down': 'Carries down, but not shown to carry up',
  accepted: 'Accepted, but not shown to carry anything',
  refused: 'Refused',
  unreachable: 'Not reachable',
  unknown: 'Too early to tell',
}

/** @param isDiagnosed what went wrong stands beside it already */
export function probeSentence(document: ResultDocument, isDiagnosed: boolean): string {
  const {facts, roads} = document
  const chain = chainFacts.safeParse(facts)
  if (chain.success) return ofChain(chain.data)
  const both = webTransportFacts.safeParse(facts)
  if (both.success) return ofBoth(both.data)
  return roads.length > 1 ? ofSeveral(document, isDiagnosed) : ofOne(roads[0], facts, isDiagnosed)
}

type Facts = Readonly<Record<string, unknown>>

function ofOne(road: Road | undefined, facts: Facts, isDiagnosed: boolean): string {
  const isRepetition = road?.diagnosis !== undefined && isDiagnosed
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
function ofSeveral({roads, facts}: ResultDocument, isDiagnosed: boolean): string {
  const ofRoad = Array.isArray(facts['roads']) ? (facts['roads'] as Facts[]) : []
  const found: Outcome[] = []
  // What is offered nowhere is not there at all.
  const isNowhere = roads.every(({viability}) => viability === 'unreachable')
  for (const [index, road] of roads.entries()) {
    const isTwice = roads.some(other => other !== road && other.http === road.http)
    const name = `HTTP/${road.http}${isTwice && road.address !== null ? ` at ${road.address}` : ''}`
    const own = ofRoad[index] ?? {}
    const isRepetition = road.diagnosis !== undefined && isDiagnosed
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
