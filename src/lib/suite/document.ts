/** The result of a check as the result document has it. Every fact here is documented in docs/check.md. */
import {documentHead, type RunInfo} from '../probe/result.js'
import type {CheckFacts} from '../report/check-facts.js'
import type {Result, ResultDocument} from '../report/document.js'
import {DOCUMENTS} from '../spec/document.js'
import {LABELS} from '../spec/verdict.js'
import type {SuiteResult} from './run.js'
import type {LeftOut} from './select.js'
import type {Settled} from './settle/settle.js'
import type {SetStage} from './surroundings.js'

export interface CheckRun {
  readonly suite: SuiteResult
  readonly stage: Pick<SetStage, 'place' | 'addresses' | 'responder'>
  readonly selected: number
  readonly leftOut: readonly LeftOut[]
  /** What was decided of the results. */
  readonly settled: Settled
}

export function checkDocument({suite, stage, selected, leftOut, settled}: CheckRun, info: RunInfo): ResultDocument {
  const {results, summary, verdict, exitCode, warnings} = settled
  const {place, addresses, responder} = stage
  const facts: CheckFacts = {
    kind: 'check',
    preflight: [...suite.preflight],
    documents: countByDocument(results),
    selected,
    leftOut: [...leftOut],
    resumed: suite.resumed,
    ...(suite.unreached > 0 && {unreached: suite.unreached}),
    ...settled.facts,
  }
  return {
    ...documentHead(info),
    proxy: {template: place.udp.text, authority: place.authority, addresses: [...addresses]},
    roads: [],
    ...(responder && {responder: {...responder, observedEgress: null, capabilities: []}}),
    facts,
    results,
    summary,
    verdict,
    exitCode,
    warnings: [...info.warnings, ...suite.lost, ...warnings],
  }
}

/** How many results of each label, in the order of the documents. */
export function countByDocument(results: readonly Result[]): CheckFacts['documents'] {
  return DOCUMENTS.flatMap(({key, name}) => {
    const own = results.filter(({id}) => id.startsWith(`${key}/`))
    if (own.length === 0) return []
    const labels = LABELS.map(label => [label, own.filter(one => one.label === label).length] as const)
    return [{document: key, name, labels: Object.fromEntries(labels.filter(([, count]) => count > 0))}]
  })
}
