/** Two result documents become one that says what changed, and whether anything became worse. */
import type {ResultDocument} from '../document.js'
import type {Change, DiffDocument} from './document.js'
import {compared, diffResults, labelCounts} from './results.js'
import {diffWays} from './ways.js'

export interface Run {
  /** As it was named. */
  readonly file: string
  readonly document: ResultDocument
}

const EXIT: Readonly<Record<DiffDocument['outcome'], number>> = {'no-worse': 0, worse: 1, undecided: 3}

export function diffRuns(before: Run, after: Run, tool: DiffDocument['tool']): DiffDocument {
  const [left, right] = [factsOf(before), factsOf(after)]
  const results = diffResults(before.document.results, after.document.results)
  const ways = diffWays(before.document, after.document)
  const common = compared(before.document.results, after.document.results)
  const changes = new Set([...results, ...ways].map(({change}) => change))
  const isWhole = after.document.verdict !== 'interrupted'
  const outcome = outcomeOf(changes, isWhole && (common > 0 || sharesRoads(before.document, after.document)))
  return {
    schema: 1,
    tool,
    command: 'diff',
    before: left,
    after: right,
    surroundings: surroundings(left, right),
    ways: [...ways],
    results: [...results],
    labels: labelCounts(before.document.results, after.document.results),
    compared: common,
    outcome,
    exitCode: EXIT[outcome],
  }
}

/** Where nothing could be compared, or not all of it, nothing is shown to be as good as it was. */
function outcomeOf(changes: ReadonlySet<Change>, isComparable: boolean): DiffDocument['outcome'] {
  if (changes.has('worse')) return 'worse'
  return changes.has('undecided') || !isComparable ? 'undecided' : 'no-worse'
}

function sharesRoads(before: ResultDocument, after: ResultDocument): boolean {
  return before.results.length === 0 && before.roads.some(({http}) => after.roads.some(road => road.http === http))
}

function factsOf({file, document}: Run): DiffDocument['before'] {
  const {tool, command, startedAt, proxy, verdict, exitCode, facts} = document
  const set = facts['requirementSet']
  const requirementSet = typeof set === 'string' ? set : null
  return {file, tool, command, startedAt, template: proxy.template, verdict, exitCode, requirementSet}
}

function surroundings(before: DiffDocument['before'], after: DiffDocument['before']): DiffDocument['surroundings'] {
  const of = ({tool, command, template, requirementSet}: DiffDocument['before']): Readonly<Record<string, string>> => ({
    masque: tool.version,
    engine: tool.engine ?? 'none',
    node: tool.node,
    platform: tool.platform,
    command,
    proxy: template,
    requirements: requirementSet ?? 'all',
  })
  const now = of(after)
  return Object.entries(of(before)).flatMap(([what, was]) => {
    const is = now[what] ?? ''
    return was === is ? [] : [{what, before: was, after: is}]
  })
}
