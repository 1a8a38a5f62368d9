/** The last line: what it comes to, in a sentence. */
import type {ResultDocument, Viability} from '../document.js'
import type {ReportTarget} from '../reporter.js'
import {wrap} from './lines.js'

const WORDS: Readonly<Record<Viability, string>> = {
  'carries-both-ways': 'Carries both ways',
  'carries-up': 'Carries up, but not shown to carry down',
  'carries-down': 'Carries down, but not shown to carry up',
  accepted: 'Accepted, but not shown to carry anything',
  refused: 'Refused',
  unreachable: 'Not reachable',
  unknown: 'Too early to tell',
}

export function verdictLines(
  {verdict, facts, roads}: ResultDocument,
  {style, columns, verbosity}: ReportTarget,
): string[] {
  // The one the facts are about.
  const road = roads.find(({address}) => address === facts['road']) ?? roads.at(-1)
  // What a diagnosis says stands above already, unless only the verdict is wanted.
  const isRepetition = road?.diagnosis !== undefined && verbosity >= 0
  const because = !isRepetition && typeof facts['because'] === 'string' ? `: ${facts['because']}` : ''
  const stopped = typeof facts['stoppedAfter'] === 'number'
  const words = stopped ? 'Carried both ways, and then stopped' : WORDS[road?.viability ?? 'unreachable']
  const sentence = `${words}${because}.`
  const soFar = `Interrupted. So far: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`
  const lines = wrap(verdict === 'interrupted' ? soFar : sentence, '', columns)
  return lines.map(line => (verdict === 'met' ? style.ok(line) : style.strong(line)))
}
