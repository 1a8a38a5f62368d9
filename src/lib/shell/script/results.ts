/** A session as a result document: each expectation a result, what could not be done as well. */
import type {ResultDocument} from '../../report/document.js'
import {EXIT, runVerdict, summarize, type FailOn, type Label} from '../../spec/verdict.js'
import type {Outcome} from '../session/outcome.js'
import {ScriptVerdict} from './verdict.js'

type Result = ResultDocument['results'][number]

export interface Told {
  readonly interrupted: boolean
  readonly failOn: FailOn
  /** Without an expectation nothing was tested, and that is never green. */
  readonly mustTest: boolean
}

export type ScriptConclusion = Pick<ResultDocument, 'results' | 'summary' | 'verdict' | 'exitCode'>

/** More than anybody reads; the counts go on. */
const MAX_RESULTS = 10_000

export class Results {
  readonly #verdict = new ScriptVerdict()
  readonly #results: Result[] = []
  #number = 0

  take(outcome: Outcome, text: string): void {
    this.#verdict.take(outcome)
    const result = toResult(outcome, text, ++this.#number)
    if (result && this.#results.length < MAX_RESULTS) this.#results.push(result)
  }

  get warnings(): readonly string[] {
    return this.#verdict.unframed.map(
      tunnel =>
        `nothing came from ${tunnel}, but no datagram or capsule was expected on it, and came, before and after`,
    )
  }

  get expectations(): number {
    return this.#verdict.expectations
  }

  conclude({interrupted, failOn, mustTest}: Told): ScriptConclusion {
    const {met, violated, undecided, failed} = this.#verdict.counts
    const untested = mustTest && met + violated + undecided === 0 ? 1 : 0
    const labels: readonly (readonly [Label, number])[] = [
      ['pass', met],
      ['fail', violated],
      ['inconclusive', undecided + failed],
    ]
    const summary = summarize(labels.flatMap(([label, count]) => Array.from({length: count}, () => label)))
    const judged = {...summary, inconclusive: summary.inconclusive + untested}
    const verdict = runVerdict(judged, {interrupted, failOn})
    const exitCode = failOn === 'never' && !interrupted ? 0 : EXIT[verdict]
    const {'not-applicable': notApplicable, ...rest} = summary
    return {results: this.#results, summary: {...rest, notApplicable}, verdict, exitCode}
  }
}

function toResult(outcome: Outcome, text: string, number: number): Result | undefined {
  const common = {id: `line/${number}`, level: 'must', outcome: outcome.outcome} as const
  switch (outcome.outcome) {
    case 'done':
    case 'leave':
      return undefined
    case 'met':
      return {...common, label: 'pass', because: `${text}: ${outcome.what}`}
    case 'violated': {
      const {expected, actual} = outcome
      return {...common, label: 'fail', expected, actual, because: `${text}: ${actual}`}
    }
    case 'undecided': {
      const {expected, why} = outcome
      return {...common, label: 'inconclusive', expected, because: `${text}: ${why}`}
    }
    case 'silent':
      return {...common, label: 'info', because: `${text}: nothing came; it counts between two controls`}
    case 'failed':
      return {...common, label: 'inconclusive', because: `${text}: ${outcome.why}`}
  }
}
