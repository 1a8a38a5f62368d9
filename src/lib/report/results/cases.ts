/**
 * A run as test programs see it: a list of cases, each good, bad, left out or broken. What turns the exit code without
 * being a result is a case, too, so that no list of good cases stands for a run that is not good.
 */
import type {Result, ResultDocument} from '../document.js'
import {byDocument} from './by-document.js'
import {detailsOf} from './details.js'
import {resultName} from './findings.js'
import {offencesOf} from './offences.js'
import {sentenceOf} from './sentence.js'
import {excuseOf} from './standing.js'

export interface Case {
  readonly name: string
  /** `excused`: bad, and it does not count. */
  readonly outcome: 'good' | 'bad' | 'excused' | 'left-out' | 'broken'
  /** A word for programs: a label, or what happened to the run. */
  readonly type: string
  /** One sentence; empty where there is nothing to say. What a peer said may be in it. */
  readonly reason: string
  /** `name: text`, of a warning too. */
  readonly details: readonly (readonly [name: string, text: string])[]
  readonly durationMs: number
  readonly result?: Result
}

export interface Suite {
  /** As in ids. */
  readonly key: string
  readonly name: string
  readonly cases: readonly Case[]
}

export function suitesOf(document: ResultDocument): Suite[] {
  const suites = byDocument(document.results).map(({key, name, title, results}) => ({
    key,
    name: title === '' ? name : `${name}: ${title}`,
    cases: results.map(caseOf),
  }))
  const whole = wholeRun(document)
  return whole.length === 0 ? suites : [...suites, {key: 'run', name: `masque ${document.command}`, cases: whole}]
}

function caseOf(result: Result): Case {
  const {label, actual, because, durationMs = 0} = result
  const details = detailsOf({result, results: [result]}).map(({name, text}) => [name, text] as const)
  const excuse = excuseOf(result)
  const common = {name: resultName(result), type: label, reason: actual ?? because, details, durationMs, result}
  switch (label) {
    case 'fail':
      if (excuse !== undefined) return {...common, outcome: 'excused', reason: `${excuse}: ${common.reason}`}
      return {...common, outcome: 'bad'}
    case 'waived':
      return {...common, outcome: 'excused', reason: `${excuse ?? 'waived'}: ${common.reason}`}
    case 'inconclusive':
    case 'not-applicable':
      return {...common, outcome: 'left-out', reason: because}
    case 'error':
      return {...common, outcome: 'broken', reason: because}
    case 'pass':
    case 'info':
    case 'warn':
      return {...common, outcome: 'good', reason: because}
  }
}

/** Of a probe, which has no requirements, this is all there is. */
function wholeRun(document: ResultDocument): Case[] {
  const {results, verdict, command, durationMs} = document
  const common = {name: 'the run', durationMs: results.length > 0 ? 0 : durationMs, details: aboutRun(document)}
  const reason = sentenceOf(document)
  const offences = offencesOf(document).map(({rule, words, lines}): Case => {
    const details = lines.map(line => ['line', line] as const)
    return {name: rule, outcome: 'bad', type: 'violated', reason: [words, ...lines].join(': '), details, durationMs: 0}
  })
  if (verdict === 'interrupted') return [...offences, {...common, outcome: 'broken', type: verdict, reason}]
  if (results.length > 0) return offences
  // Nobody may take it for success.
  if (command === 'check') return [...offences, {...common, outcome: 'broken', type: 'nothing-tested', reason}]
  const outcomes = {met: 'good', violated: 'bad', inconclusive: 'left-out', broken: 'broken'} as const
  return [{...common, outcome: outcomes[verdict], type: verdict, reason}]
}

function aboutRun({roads, warnings}: ResultDocument): Case['details'] {
  return [
    ...roads.map(({http, address, viability, diagnosis}) => {
      const why = diagnosis ? `: ${diagnosis.meaning}; next: ${diagnosis.next}` : ''
      return [`HTTP/${http}`, `${address ?? 'no address'} ${viability}${why}`] as const
    }),
    ...warnings.map(warning => ['warning', warning] as const),
  ]
}
