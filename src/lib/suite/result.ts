/** One verdict as the result document has it: with its evidence, and with how to see it again. */
import type {HttpVersion} from '../http/transport.js'
import type {Result} from '../report/document.js'
import {citation, referenceOf} from '../spec/document.js'
import type {Requirement} from '../spec/requirement.js'
import {labelOf, type Verdict} from '../spec/verdict.js'
import type {Confirmed} from './confirm.js'

/** References to what was fine: to find the place by. */
const ENOUGH = 4

export interface Told {
  readonly requirement: Requirement
  readonly http: HttpVersion
  readonly verdict: Verdict
  readonly confirmed?: Confirmed | undefined
  readonly notes?: readonly string[]
  /** The command that looks at nothing but this. */
  readonly reproduce: string
}

export function resultOf({requirement, http, verdict, confirmed, notes = [], reproduce}: Told): Result {
  const {id, title, level, hint} = requirement
  const isBug = confirmed?.observation.bug !== undefined
  const label = isBug ? 'error' : labelOf(level, verdict)
  const reference = referenceOf(id)
  const isBad = label === 'fail' || label === 'warn' || label === 'error'
  return {
    id,
    title,
    level,
    outcome: isBug ? 'error' : verdict.outcome,
    label,
    ...(verdict.outcome === 'fail' && {expected: verdict.expected, actual: verdict.actual}),
    because: isBug ? bugWords(confirmed.observation.bug) : verdict.because,
    http,
    ...(confirmed && {attempts: confirmed.attempts, durationMs: confirmed.observation.durationMs}),
    ...(confirmed?.isFlaky && {flaky: true as const}),
    ...(notes.length > 0 && {notes: [...notes]}),
    ...(confirmed && cited(confirmed, isBad)),
    ...((isBad || confirmed?.isFlaky) && confirmed && {timeline: [...confirmed.observation.timeline]}),
    ...(isBad && {reproduce, explain: `masque explain ${id}`, hint}),
    citation: citation(id),
    ...(reference !== undefined && {reference}),
  }
}

/** All of it where somebody may object; of what is fine, where it began. */
function cited({observation, isFlaky}: Confirmed, isBad: boolean): Pick<Result, 'evidence'> {
  const {evidence} = observation
  if (evidence.length === 0) return {}
  return {evidence: isBad || isFlaky ? [...evidence] : evidence.slice(0, ENOUGH)}
}

function bugWords(bug: unknown): string {
  const words = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)
  return `masque itself failed: ${words}`
}
